export { FakeClock, plainHasher, SeededRandom } from './fakes.ts';
export { memoryDatabase } from './memory-database.ts';
export {
  type Caller,
  createTestStore,
  dumpTables,
  type TestStore,
  type TestStoreOptions,
  testProfile,
} from './store.ts';
