import { testStoreKey } from '../../replication/testing/chain-writer.ts';
import { describeReplicaStore, type ReplicaSetup } from '../../replication/testing/replica-store.contract.ts';
import type { ReplicaUnderTest } from '../../replication/testing/replica-subject.ts';
import { counterModule } from '../../testing/counter-module.ts';
import { FakeClock, memoryDatabase, SeededRandom } from '../../testing/index.ts';
import type { MemoryDatabase } from '../../testing/memory-database.ts';
import { openKernel } from '../kernel.ts';
import { LedgerStore } from './ledger-store.ts';

function openOn(db: MemoryDatabase, setup: ReplicaSetup): ReplicaUnderTest {
  const kernel = openKernel({
    db,
    storeId: setup.storeId,
    terminalId: 'here',
    storeKeys: [testStoreKey],
    clock: new FakeClock(new Date(setup.nowMs).toISOString()),
    random: new SeededRandom('here'),
    gate: { decide: () => ({ allow: true, denials: [], obligations: [], revision: 'test' }) },
    headStore: { read: () => null, write: () => {} },
    modules: [counterModule()],
  });
  const register = {
    keyOf: (terminalId: string) => setup.members.find((one) => one.terminalId === terminalId)?.publicKey,
  };
  return {
    store: new LedgerStore(kernel.engine, { register }),
    restart() {
      const image = db.image();
      db.close();
      return openOn(memoryDatabase(image), setup);
    },
    close: () => db.close(),
  };
}

describeReplicaStore({ name: "the kernel's ledger", opensPayloads: true }, (setup) => openOn(memoryDatabase(), setup));
