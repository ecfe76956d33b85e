import { testStoreKey } from './chain-writer.ts';
import { MemoryReplica } from './memory-replica.ts';
import { describeReplicaStore, type ReplicaSetup, type ReplicaUnderTest } from './replica-store.contract.ts';

/** Its maps are its disk, so a restart finds them as they were. */
function open(setup: ReplicaSetup, reads: boolean): ReplicaUnderTest {
  const keys = reads ? { storeKeys: [testStoreKey] } : {};
  const under: ReplicaUnderTest = {
    store: new MemoryReplica({ storeId: setup.storeId, members: setup.members, ...keys }),
    restart: () => under,
    close: () => undefined,
  };
  return under;
}

describeReplicaStore({ name: 'in memory, with the key', opensPayloads: true }, (setup) => open(setup, true));
describeReplicaStore({ name: 'in memory, without the key', opensPayloads: false }, (setup) => open(setup, false));
