import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type LedgerVerdict, LedgerVerifier, ledgerRows, type ReadDb, sealOf } from '@apotheca/core';
import { z } from 'zod';
import { originRecords } from '../backup/origin-records.ts';
import { errorCode, OperatorError } from '../operator-error.ts';
import { syncDirectory } from '../write-file-durably.ts';
import { decodeRow, encodeRow } from './row-codec.ts';

/**
 * An exported ledger: magic, length and JSON of the head, SHA-256 of these, then the rows, each with its length
 * before it. Payloads stay encrypted, so an outsider can check chain, order, completeness and signatures without
 * seeing a patient.
 */
export const ledgerMagic = Buffer.from('APOTHECA-LEDGER-1\n');
const headBytesMax = 256 * 1024 * 1024;
const rowBytesMax = 128 * 1024 * 1024;
const bufferBytes = 4 * 1024 * 1024;

const headSchema = z.object({
  format: z.literal('apotheca-ledger-1'),
  storeId: z.string(),
  exportedAt: z.string(),
  rows: z.number().int(),
  origins: z.array(
    z.object({ origin: z.string(), terminalId: z.string(), publicKey: z.base64(), startedAt: z.string() }),
  ),
  seals: z.array(z.object({ origin: z.string(), seqEnd: z.number().int(), hash: z.base64(), signature: z.base64() })),
});
type LedgerHead = z.infer<typeof headSchema>;

export function exportLedger(
  db: ReadDb,
  what: { storeId: string; exportedAt: string; target: string },
): { rows: number; seals: number } {
  const target = resolve(what.target);
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const origins = originRecords(db);
  const head: LedgerHead = {
    format: 'apotheca-ledger-1',
    storeId: what.storeId,
    exportedAt: what.exportedAt,
    rows: db.prepare<{ n: number }>('SELECT count(*) AS n FROM log').get()?.n ?? 0,
    origins: origins.map((record) => ({ ...record, publicKey: text(record.publicKey) })),
    seals: db
      .prepare('SELECT * FROM seal ORDER BY origin, seq_end')
      .all()
      .map(sealOf)
      .map((seal) => ({ ...seal, hash: text(seal.hash), signature: text(seal.signature) })),
  };
  try {
    const handle = openSync(partial, 'wx', 0o600);
    try {
      writeAll(handle, headOf(head));
      const numbers = new Map(origins.map((record, no) => [record.origin, no]));
      let pending: Buffer[] = [];
      let size = 0;
      for (const row of ledgerRows(db)) {
        const bytes = encodeRow(row, numbers.get(row.origin) ?? 0);
        pending.push(lengthOf(bytes), bytes);
        size += bytes.length;
        if (size < bufferBytes) continue;
        writeAll(handle, Buffer.concat(pending));
        pending = [];
        size = 0;
      }
      writeAll(handle, Buffer.concat(pending));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(partial, target);
    syncDirectory(dirname(target));
    return { rows: head.rows, seals: head.seals.length };
  } catch (error) {
    rmSync(partial, { force: true });
    if (error instanceof OperatorError || errorCode(error) === '') throw error;
    throw new OperatorError(`The ledger could not be written to ${target} (${errorCode(error)}). Check the folder.`, {
      cause: error,
    });
  }
}

function headOf(head: LedgerHead): Buffer {
  const json = Buffer.from(JSON.stringify(head));
  const start = Buffer.concat([ledgerMagic, lengthOf(json), json]);
  return Buffer.concat([start, createHash('sha256').update(start).digest()]);
}

function lengthOf(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return length;
}

function writeAll(handle: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; ) from += writeSync(handle, bytes, from);
}

export type LedgerFileVerdict =
  | { readonly ok: true; readonly verdict: LedgerVerdict; readonly storeId: string }
  /** `fault` is one clause that names the place. */
  | { readonly ok: false; readonly fault: string };

/** Checks an exported ledger without any key. Stops at the first fault and names it. */
export function verifyLedgerFile(file: string): LedgerFileVerdict {
  const handle = openSync(file, 'r');
  try {
    const reader = new FileReader(handle);
    const head = readHead(reader);
    if (typeof head === 'string') return { ok: false, fault: `its head is damaged: ${head}` };
    const bytes = (text: string) => Buffer.from(text, 'base64');
    const verifier = new LedgerVerifier(
      head.storeId,
      head.origins.map((record) => ({ ...record, publicKey: bytes(record.publicKey) })),
      head.seals.map((seal) => ({ ...seal, hash: bytes(seal.hash), signature: bytes(seal.signature) })),
    );
    const names = head.origins.map((record) => record.origin);
    for (let no = 1; no <= head.rows; no++) {
      const from = reader.offset;
      const length = reader.take(4)?.readUInt32LE(0);
      const content = length === undefined || length > rowBytesMax ? undefined : reader.take(length);
      const row = content && decodeRow(content, names);
      if (!row) return { ok: false, fault: `record ${no} cannot be read (at byte ${from} of the file)` };
      if (!verifier.take(row)) break;
    }
    const verdict = verifier.finish();
    if (verdict.firstBad) return { ok: false, fault: describeLedgerFault(verdict.firstBad) };
    const excess = reader.take(1);
    if (excess) return { ok: false, fault: `bytes follow its last record (from byte ${reader.offset - 1})` };
    return { ok: true, verdict, storeId: head.storeId };
  } finally {
    closeSync(handle);
  }
}

export function describeLedgerFault({ origin, seq, why }: NonNullable<LedgerVerdict['firstBad']>): string {
  return seq === 0 ? `${origin}: ${why}` : `row ${seq} of ${origin}: ${why}`;
}

function readHead(reader: FileReader): LedgerHead | string {
  const fixed = reader.take(ledgerMagic.length + 4);
  if (!fixed?.subarray(0, ledgerMagic.length).equals(ledgerMagic)) return "the first line is not an exported ledger's";
  const start = Buffer.from(fixed);
  const length = start.readUInt32LE(ledgerMagic.length);
  const json = length > headBytesMax ? undefined : reader.take(length);
  if (!json) return 'it ends too early';
  const whole = Buffer.concat([start, json]);
  const digest = reader.take(32);
  if (!digest?.equals(createHash('sha256').update(whole).digest())) return 'it does not fit its checksum';
  try {
    return headSchema.parse(JSON.parse(whole.subarray(start.length).toString('utf8')));
  } catch {
    return 'it cannot be read';
  }
}

/** Sequential reads through one large buffer. What `take` answers is valid until the next call. */
class FileReader {
  readonly #handle: number;
  #buffer = Buffer.alloc(bufferBytes);
  #from = 0;
  #to = 0;
  #offset = 0;

  constructor(handle: number) {
    this.#handle = handle;
  }

  get offset(): number {
    return this.#offset;
  }

  take(length: number): Buffer | undefined {
    if (this.#to - this.#from < length) this.#fill(length);
    if (this.#to - this.#from < length) return undefined;
    const bytes = this.#buffer.subarray(this.#from, this.#from + length);
    this.#from += length;
    this.#offset += length;
    return bytes;
  }

  /** A fresh buffer where the old one may still be in use by what was taken from it. */
  #fill(length: number): void {
    const rest = this.#buffer.subarray(this.#from, this.#to);
    const next = Buffer.allocUnsafe(Math.max(bufferBytes, length));
    rest.copy(next);
    this.#buffer = next;
    this.#to = rest.length;
    this.#from = 0;
    for (let got = -1; got !== 0 && this.#to < next.length; this.#to += got) {
      got = readSync(this.#handle, next, this.#to, next.length - this.#to, null);
    }
  }
}
