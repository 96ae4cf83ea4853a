/** Vite puts the file's address in its place. */
declare module "*.f16?url" {
  const url: string;
  export { url as default };
}
