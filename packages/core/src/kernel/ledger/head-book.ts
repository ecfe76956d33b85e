import type { LedgerRow } from './chain.ts';
import type { Head } from './head-store.ts';

/** Where each chain ends, how far it is signed, and the highest stamp. Staged until the transaction's end is known. */
export class HeadBook {
  readonly #heads = new Map<string, Head>();
  readonly #sealed = new Map<string, number>();
  #lastHlc = 0;
  readonly #stagedHeads = new Map<string, Head>();
  readonly #stagedSeals = new Map<string, number>();
  #stagedHlc: number | null = null;

  /** What stands on the disk. */
  load(origin: string, head: Head, hlc: number, sealedSeq: number): void {
    this.#heads.set(origin, head);
    this.#sealed.set(origin, sealedSeq);
    this.#lastHlc = Math.max(this.#lastHlc, hlc);
  }

  get lastHlc(): number {
    return this.#stagedHlc ?? this.#lastHlc;
  }

  get(origin: string): Head | undefined {
    return this.#stagedHeads.get(origin) ?? this.#heads.get(origin);
  }

  sealedSeq(origin: string): number {
    return this.#stagedSeals.get(origin) ?? this.#sealed.get(origin) ?? 0;
  }

  origins(): string[] {
    return [...this.#heads.keys()];
  }

  stage(row: LedgerRow): void {
    this.#stagedHeads.set(row.origin, { seq: row.seq, hash: row.hash });
    this.#stagedHlc = Math.max(this.lastHlc, row.hlc);
  }

  /** Rows after this one are taken off. */
  stageHead(origin: string, head: Head): void {
    this.#stagedHeads.set(origin, head);
  }

  stageSeal(origin: string, seqEnd: number): void {
    this.#stagedSeals.set(origin, Math.max(this.sealedSeq(origin), seqEnd));
  }

  committed(): void {
    for (const [origin, head] of this.#stagedHeads) this.#heads.set(origin, head);
    for (const [origin, seqEnd] of this.#stagedSeals) this.#sealed.set(origin, seqEnd);
    this.#lastHlc = this.lastHlc;
    this.#clear();
  }

  /** `gone`: origins that were not there before the transaction. */
  rolledBack(gone: readonly string[]): void {
    for (const origin of gone) {
      this.#heads.delete(origin);
      this.#sealed.delete(origin);
    }
    this.#clear();
  }

  #clear(): void {
    this.#stagedHeads.clear();
    this.#stagedSeals.clear();
    this.#stagedHlc = null;
  }
}
