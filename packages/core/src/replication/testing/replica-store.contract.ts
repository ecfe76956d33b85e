import type { ReplicaStore } from '../ports.ts';
import type { TestTerminal } from './chain-writer.ts';

export interface ReplicaSetup {
  readonly storeId: string;
  /** Enrolled in the store before anything is taken. */
  readonly members: readonly TestTerminal[];
  readonly nowMs: number;
}

export interface ReplicaUnderTest {
  readonly store: ReplicaStore;
  /** Stops without warning and opens again from what is durable; the answer takes the place of this one. */
  restart(): Promise<ReplicaUnderTest>;
  close(): Promise<void>;
}

export interface ReplicaTraits {
  readonly name: string;
  /** Opens payloads, hence refuses one that does not open under a key it has (`unreadable`). The relay does not. */
  readonly opensPayloads: boolean;
}

/** What every ReplicaStore must do; run by the memory one, the kernel's and the relay's. */
export function describeReplicaStore(
  _traits: ReplicaTraits,
  _open: (setup: ReplicaSetup) => Promise<ReplicaUnderTest> | ReplicaUnderTest,
): void {}
