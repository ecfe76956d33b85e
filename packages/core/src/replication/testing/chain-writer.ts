import type { KeyObject } from 'node:crypto';
import type { Actor } from '../../kernel/aggregate.ts';
import { certify } from '../../kernel/ledger/certificate.ts';
import {
  genesisHash,
  type LedgerRow,
  makeSeal,
  originName,
  rowHash,
  type Seal,
  signerOf,
  signingKeyOf,
} from '../../kernel/ledger/chain.ts';
import { type StoreKey, sealPayload } from '../../kernel/ledger/payload.ts';
import { SeededRandom } from '../../testing/fakes.ts';
import type { CertifiedOrigin, RowBatch } from '../ports.ts';

export interface TestTerminal {
  readonly terminalId: string;
  readonly publicKey: Uint8Array;
  readonly key: KeyObject;
}

export function testTerminal(terminalId: string): TestTerminal {
  const pair = signingKeyOf(new SeededRandom(`terminal ${terminalId}`).bytes(32));
  return { terminalId, publicKey: pair.publicKey, key: signerOf(pair.privateKey) };
}

export const testStoreKey: StoreKey = { id: 'test-key', bytes: new Uint8Array(32).fill(7) };
export const testStoreId = 'store-of-tests';
export const testNowMs = Date.parse('2026-11-21T15:00:00Z');

function actorAt(terminalId: string): Actor {
  return { userId: 'user', userName: 'A tester', role: 'system', sessionId: null, terminalId, address: 'local' };
}

/** As a terminal does, so that what lies between two seals fits a message. */
const rowsASeal = 64;
const bytesASeal = 128 * 1024;

export interface ChainWriterOptions {
  readonly terminal: TestTerminal;
  readonly incarnation?: string;
  readonly storeId?: string;
  readonly storeKey?: StoreKey;
  readonly nowMs?: number;
}

/** Writes one incarnation's rows as a terminal would: chained, encrypted under the store key, sealed on demand. */
export class ChainWriter {
  readonly record: CertifiedOrigin;
  readonly rows: LedgerRow[] = [];
  readonly seals: Seal[] = [];
  readonly #options: ChainWriterOptions;
  readonly #signer: KeyObject;
  readonly #storeId: string;
  readonly #storeKey: StoreKey;
  readonly #random: SeededRandom;
  readonly #nowMs: number;

  constructor(options: ChainWriterOptions) {
    const { terminal, incarnation = '1' } = options;
    this.#options = options;
    this.#storeId = options.storeId ?? testStoreId;
    this.#storeKey = options.storeKey ?? testStoreKey;
    this.#nowMs = options.nowMs ?? testNowMs;
    this.#random = new SeededRandom(`incarnation ${terminal.terminalId} ${incarnation}`);
    const pair = signingKeyOf(this.#random.bytes(32));
    this.#signer = signerOf(pair.privateKey);
    const origin = originName(terminal.terminalId, pair.publicKey);
    const record = {
      origin,
      terminalId: terminal.terminalId,
      publicKey: pair.publicKey,
      startedAt: new Date(this.#nowMs).toISOString(),
    };
    this.record = { ...record, certificate: certify(terminal.key, this.#storeId, record) };
  }

  get origin(): string {
    return this.record.origin;
  }

  /** The next row; `words` is its payload, so that two branches can differ. */
  append(words: string, change: Partial<Pick<LedgerRow, 'hlc' | 'keyId' | 'type' | 'ciphertext'>> = {}): LedgerRow {
    const last = this.rows.at(-1);
    const prevHash = last?.hash ?? genesisHash(this.#storeId, this.origin, this.record.publicKey);
    const seq = this.rows.length + 1;
    const hlc = change.hlc ?? (this.#nowMs - 60_000) * 1024 + seq;
    const header = {
      origin: this.origin,
      seq,
      hlc,
      type: change.type ?? 'replica-test.said',
      schemaVersion: 1,
      keyId: change.keyId ?? this.#storeKey.id,
    };
    const payload = {
      k: 'replica-test',
      i: `said-${seq}`,
      p: { words },
      a: actorAt(this.record.terminalId),
      c: `command-${seq}`,
      t: new Date(this.#nowMs - 60_000).toISOString(),
    };
    const key = { id: header.keyId, bytes: this.#storeKey.bytes };
    const ciphertext = change.ciphertext ?? sealPayload(payload, header, key, this.#random.bytes(12));
    const row = { ...header, prevHash, ciphertext, hash: rowHash(header, prevHash, ciphertext) };
    this.rows.push(row);
    return row;
  }

  appendMany(count: number, words = 'row'): this {
    for (let index = 0; index < count; index += 1) this.append(`${words} ${index}`);
    return this;
  }

  seal(): Seal {
    const last = this.rows.at(-1);
    if (!last) throw new Error('nothing to seal');
    return this.#sealAt(last);
  }

  /** Another future of the same incarnation after `seq`, under the same key: what a restored image would write. */
  branch(seq: number): ChainWriter {
    const other = new ChainWriter(this.#options);
    other.rows.push(...this.rows.slice(0, seq));
    other.seals.push(...this.seals.filter((seal) => seal.seqEnd <= seq));
    return other;
  }

  /** Rows `afterSeq < seq <= to` with the seals among them and one for the last: only what is sealed is taken. */
  batch(afterSeq = 0, to = this.rows.length): RowBatch {
    let bytes = 0;
    let count = 0;
    for (const row of this.rows.slice(afterSeq, to)) {
      bytes += row.ciphertext.length;
      count += 1;
      const next = this.rows[row.seq];
      const isEnd = row.seq === to || count === rowsASeal || bytes + (next?.ciphertext.length ?? 0) > bytesASeal;
      if (this.seals.some(({ seqEnd }) => seqEnd === row.seq)) [bytes, count] = [0, 0];
      if (!isEnd || count === 0) continue;
      this.#sealAt(row);
      [bytes, count] = [0, 0];
    }
    return this.unsealed(afterSeq, to);
  }

  /** The same with the seals that were asked for only. */
  unsealed(afterSeq = 0, to = this.rows.length): RowBatch {
    return {
      origin: this.record,
      rows: this.rows.slice(afterSeq, to),
      seals: this.seals.filter((seal) => seal.seqEnd > afterSeq && seal.seqEnd <= to),
    };
  }

  #sealAt({ seq, hash }: LedgerRow): Seal {
    const seal = makeSeal(this.#signer, this.#storeId, { origin: this.origin, seq, hash });
    this.seals.push(seal);
    return seal;
  }
}
