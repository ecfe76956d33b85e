import { leaseTimes } from '../../replication/lease/lease.ts';
import { decodeLease, encodeLease, leaseChannel } from '../../replication/lease/messages.ts';
import { type Vote, Voter } from '../../replication/lease/voter.ts';
import { SyncNode } from '../../replication/sync-node.ts';
import { MemoryReplica } from '../../replication/testing/memory-replica.ts';
import { SeededRandom } from '../fakes.ts';
import type { NetworkEnd } from './network.ts';
import { simulationStoreId } from './terminal.ts';

export const relayVoter = 'relay';

export interface RelayWorld {
  defer(owner: object, work: () => void): void;
  wallMs(): number;
  monotonicMs(): number;
}

/** Keeps ciphertext and votes; never crashes here: its own tests kill it. */
export class SimulatedRelay implements NetworkEnd {
  readonly id = relayVoter;
  readonly kind = 'relay';
  readonly store: MemoryReplica;
  readonly node: SyncNode;
  readonly #world: RelayWorld;

  constructor(world: RelayWorld, members: readonly { terminalId: string; publicKey: Uint8Array }[]) {
    this.#world = world;
    this.store = new MemoryReplica({ storeId: simulationStoreId });
    for (const member of members) this.store.enrol(member);
    let kept: Vote | null = null;
    const votes = {
      read: () => kept,
      write(vote: Vote) {
        kept = vote;
      },
    };
    const voter = new Voter({ store: votes, times: leaseTimes, startedAtMs: 0 });
    this.node = new SyncNode({
      store: this.store,
      self: { terminalId: this.id, origin: '', kind: 'relay', appVersion: '1', schemaVersion: 1 },
      sealer: { seal: ({ body }) => body, open: ({ body }) => body },
      random: new SeededRandom('relay'),
      defer: (work) => world.defer(this, work),
      onSignal: ({ from, channel, body }) => {
        const message = channel === leaseChannel ? decodeLease(body) : undefined;
        const answer = message && voter.answer(from, message, world.monotonicMs());
        if (answer) this.node.signal(from, leaseChannel, encodeLease(answer));
      },
      onAlarm: () => {},
      forwards: true,
    });
  }

  wallMs(): number {
    return this.#world.wallMs();
  }
}
