export { explanationRoutes } from "./routes.ts";
