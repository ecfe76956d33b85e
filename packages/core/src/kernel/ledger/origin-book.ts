import type { KeyObject } from 'node:crypto';
import type { Database, SqlRow } from '../ports.ts';
import { assert } from '../refusal.ts';
import { type OriginRecord, originName, verifierOf } from './chain.ts';

interface Entry {
  readonly no: number;
  readonly record: OriginRecord;
  readonly certificate: Uint8Array | null;
  verifier: KeyObject | null;
}

/** The incarnations this ledger has seen. What a transaction changes here is staged with the rest of the ledger. */
export class OriginBook {
  readonly #db: Database;
  readonly #entries = new Map<string, Entry>();
  readonly #names = new Map<number, string>();
  /** What the entries were before the transaction; undefined for those that are new. */
  readonly #before = new Map<string, Entry | undefined>();

  constructor(db: Database) {
    this.#db = db;
  }

  load(): void {
    for (const row of this.#db.prepare('SELECT * FROM origin').all()) this.#remember(row);
  }

  #remember(row: SqlRow): void {
    const record: OriginRecord = {
      origin: String(row.origin),
      terminalId: String(row.terminal_id),
      publicKey: row.public_key as Uint8Array,
      startedAt: String(row.started_at),
    };
    const entry = { no: Number(row.no), record, certificate: row.certificate as Uint8Array | null, verifier: null };
    this.#entries.set(record.origin, entry);
    this.#names.set(entry.no, record.origin);
  }

  /** Inside the caller's transaction. True when the origin was not known before. */
  add(record: OriginRecord, certificate: Uint8Array | null): boolean {
    assert(originName(record.terminalId, record.publicKey) === record.origin, 'an origin is named after its key');
    const known = this.#entries.get(record.origin);
    if (known && (known.certificate || !certificate)) return false;
    if (!this.#before.has(record.origin)) this.#before.set(record.origin, known);
    if (known) {
      this.#db.write('UPDATE origin SET certificate = ? WHERE origin = ?').run(certificate, record.origin);
    } else {
      this.#db
        .write('INSERT INTO origin (origin, terminal_id, public_key, started_at, certificate) VALUES (?, ?, ?, ?, ?)')
        .run(record.origin, record.terminalId, record.publicKey, record.startedAt, certificate);
    }
    const row = this.#db.prepare('SELECT * FROM origin WHERE origin = ?').get(record.origin);
    assert(row, 'the origin was stored');
    this.#remember(row);
    return known === undefined;
  }

  committed(): void {
    this.#before.clear();
  }

  /** Answers the origins that are not there after all. */
  rolledBack(): string[] {
    const gone: string[] = [];
    for (const [origin, before] of this.#before) {
      if (before) {
        this.#entries.set(origin, before);
        continue;
      }
      const entry = this.#entries.get(origin);
      if (entry) this.#names.delete(entry.no);
      this.#entries.delete(origin);
      gone.push(origin);
    }
    this.#before.clear();
    return gone;
  }

  has(origin: string): boolean {
    return this.#entries.has(origin);
  }

  #entry(origin: string): Entry {
    const entry = this.#entries.get(origin);
    assert(entry, `origin ${origin} is known`);
    return entry;
  }

  record(origin: string): OriginRecord {
    return this.#entry(origin).record;
  }

  certificate(origin: string): Uint8Array | null {
    return this.#entries.get(origin)?.certificate ?? null;
  }

  verifier(origin: string): KeyObject {
    const entry = this.#entry(origin);
    entry.verifier ??= verifierOf(entry.record.publicKey);
    return entry.verifier;
  }

  no(origin: string): number {
    return this.#entry(origin).no;
  }

  byNo(no: number): string {
    const origin = this.#names.get(no);
    assert(origin !== undefined, `origin number ${no} is known`);
    return origin;
  }

  all(): OriginRecord[] {
    return [...this.#entries.values()].map((entry) => entry.record);
  }
}
