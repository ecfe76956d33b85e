export { FakeClock, plainHasher, SeededRandom } from './fakes.ts';
export { MemoryCatalog, MemoryCatalogStore } from './memory-catalog.ts';
export { type MemoryDatabase, memoryDatabase } from './memory-database.ts';
export {
  type Caller,
  createTestStore,
  dumpTables,
  type TestStore,
  type TestStoreOptions,
  testProfile,
} from './store.ts';
