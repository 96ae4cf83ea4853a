export {
  createTestDatabase,
  ensureTestTemplate,
  type TestDatabase,
  type TestDatabaseOptions,
} from "./create-test-database.ts";
