import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  { ignores: ["**/node_modules/**", "**/dist/**", ".data/**", "**/.*.cjs"] },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/consistent-type-definitions": ["error", "interface"],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Numbers in a template are how counts, ports and seconds are written for people.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Refusals are values; what is thrown is always an Error.
      "@typescript-eslint/only-throw-error": "error",
      "no-restricted-syntax": [
        "error",
        { selector: "TSEnumDeclaration", message: "Use a union of string literals." },
        { selector: "ExportDefaultDeclaration", message: "Named exports only." },
      ],
      "no-console": "error",
      // `== null` asks for null and undefined at once, which rows that may be absent need.
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  {
    // Tool configuration files must export a default.
    files: ["*.config.ts", "**/vite.config.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
);
