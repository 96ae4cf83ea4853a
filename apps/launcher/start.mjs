// The door for every Node: an old one cannot even read TypeScript, so this file says so first.

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  await import("./src/start.ts");
} else {
  process.stderr.write(
    `Ramznama needs Node 22.18 or newer and this is ${process.versions.node}: ` +
      'start it with "npm start" after "npm ci", which brings its own Node, or install Node 24.\n',
  );
  process.exitCode = 1;
}
