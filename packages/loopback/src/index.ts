export { listenOnLoopbacks, type Listener } from "./listen-on-loopbacks.ts";
