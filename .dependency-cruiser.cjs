// The rules of the house (ARCHITECTURE.md, "Who may import whom"), checked by `npm run rules`.
const packagesOf = (...names) => `^packages/(${names.join("|")})/`;
// These two make what is committed; they run when somebody builds the kernel, and in its test.
const kernelBuild = "^packages/otp/(make-window-kernel|kernel/build-window-kernel)\\.ts$";

/** Packages by the packages of ours that they build on. */
const leansOn = {
  otp: [],
  persian: [],
  activation: ["otp"],
  "card-reader": ["persian"],
  contract: ["persian"],
  phone: ["activation", "contract", "otp", "persian"],
  design: [],
  loopback: [],
  postgres: [],
  testing: ["postgres"],
  "web-build": [],
};

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "apps-never-import-apps",
      severity: "error",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/([^/]+)/", pathNot: "^apps/$1/" },
    },
    {
      name: "packages-never-import-apps",
      severity: "error",
      from: { path: "^packages/", pathNot: "\\.test\\.ts$" },
      to: { path: "^apps/" },
    },
    {
      name: "nobody-imports-what-tries-the-whole",
      comment: "tests/, bench/ and tools/ may import several apps; nothing else may lean on them",
      severity: "error",
      from: { pathNot: ["^tests/", "^bench/", "^tools/", "\\.test\\.ts$"] },
      to: { path: ["^tests/", "^bench/", "^tools/"] },
    },
    {
      name: "pure-packages-import-no-platform",
      comment:
        "otp, persian, contract and activation run on the server, in a browser and in a phone",
      severity: "error",
      from: {
        path: packagesOf("otp", "persian", "contract", "activation"),
        pathNot: ["(\\.test\\.ts$|/testing/)", kernelBuild],
      },
      to: { dependencyTypes: ["core"] },
    },
    ...Object.entries(leansOn).map(([name, below]) => ({
      name: `${name}-leans-on-${below.join("-and-") || "nothing"}`,
      comment: "the packages that it may import; all others of ours it may not",
      severity: "error",
      from: {
        path: `^packages/${name}/`,
        pathNot: ["(\\.test\\.ts$|/testing/)", kernelBuild],
      },
      to: { path: "^packages/", pathNot: packagesOf(name, ...below) },
    })),
    {
      name: "otp-and-persian-import-nothing",
      comment: "no library either",
      severity: "error",
      from: { path: packagesOf("otp", "persian"), pathNot: ["\\.test\\.ts$", kernelBuild] },
      to: { pathNot: packagesOf("otp", "persian") },
    },
    {
      name: "testing-is-for-tests",
      severity: "error",
      from: {
        pathNot: [
          "\\.test\\.ts$",
          "^packages/testing/",
          "/testing/",
          "^tests/",
          "^tools/",
          "^bench/",
        ],
      },
      to: { path: "^packages/testing/" },
    },
    {
      name: "slices-meet-at-their-index",
      severity: "error",
      from: { path: "^apps/server/src/([^/]+)/", pathNot: "\\.test\\.ts$" },
      to: {
        path: "^apps/server/src/([^/]+)/",
        pathNot: ["^apps/server/src/$1/", "^apps/server/src/platform/", "/index\\.ts$"],
      },
    },
    {
      name: "platform-imports-no-slice",
      severity: "error",
      from: { path: "^apps/server/src/platform/", pathNot: "\\.test\\.ts$" },
      to: { path: "^apps/server/src/(?!platform/)" },
    },
    {
      name: "decisions-are-pure",
      comment: "decide-*.ts: (state, request, now) -> outcome; no I/O, no platform",
      severity: "error",
      from: { path: "/decide-[^/]+\\.ts$", pathNot: "\\.test\\.ts$" },
      to: { path: ["/platform/database", "^node:", "node_modules/(pg|kysely|fastify)/"] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(node_modules|dist)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types"],
    },
  },
};
