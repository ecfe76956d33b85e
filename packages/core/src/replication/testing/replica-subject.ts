import type { CertifiedOrigin, ReplicaStore, RowBatch, TakeResult } from '../ports.ts';
import { type TestTerminal, testNowMs, testStoreId } from './chain-writer.ts';

export interface ReplicaSetup {
  readonly storeId: string;
  /** Enrolled in the store before anything is taken. */
  readonly members: readonly TestTerminal[];
  readonly nowMs: number;
}

export interface ReplicaUnderTest {
  readonly store: ReplicaStore;
  /** Stops without warning and opens again from what is durable; the answer takes the place of this one. */
  restart(): Promise<ReplicaUnderTest> | ReplicaUnderTest;
  close(): Promise<void> | void;
}

export interface ReplicaTraits {
  readonly name: string;
  /** Opens payloads under `testStoreKey`, hence refuses what does not open (`unreadable`). The relay does not. */
  readonly opensPayloads: boolean;
}

export type Open = (setup: ReplicaSetup) => Promise<ReplicaUnderTest> | ReplicaUnderTest;

/** A store that is asked and answers in promises. */
export class Subject {
  #open: Open;
  #current: ReplicaUnderTest | null = null;

  constructor(open: Open) {
    this.#open = open;
  }

  get store(): ReplicaStore {
    return this.#current!.store;
  }

  async start(members: readonly TestTerminal[]): Promise<this> {
    this.#current = await this.#open({ storeId: testStoreId, members, nowMs: testNowMs });
    return this;
  }

  async restart(): Promise<void> {
    this.#current = await this.#current!.restart();
  }

  async close(): Promise<void> {
    await this.#current?.close();
    this.#current = null;
  }

  take(...batches: RowBatch[]): Promise<TakeResult> {
    return new Promise((resolve) => this.store.take(batches, testNowMs, resolve));
  }

  read(origin: string, afterSeq: number, maxBytes = 1_000_000): Promise<{ batch: RowBatch | null; floor: number }> {
    return new Promise((resolve) =>
      this.store.read(origin, afterSeq, maxBytes, (batch, floor) => resolve({ batch, floor })),
    );
  }

  /** Sequence numbers that can be read of an origin. */
  async seqs(origin: string): Promise<number[]> {
    return (await this.read(origin, 0)).batch?.rows.map((row) => row.seq) ?? [];
  }
}

export function plain(row: RowBatch['rows'][number]) {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  return { ...row, prevHash: hex(row.prevHash), ciphertext: hex(row.ciphertext), hash: hex(row.hash) };
}

export function plainRecord({ origin, terminalId, startedAt, publicKey, certificate }: CertifiedOrigin) {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  return { origin, terminalId, startedAt, publicKey: hex(publicKey), certificate: hex(certificate) };
}
