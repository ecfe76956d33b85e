import type { KeyObject } from 'node:crypto';
import { isSealValid, type LedgerRow, rowHash, type Seal } from '../kernel/ledger/chain.ts';
import type { RowBatch, TakeVerdict } from './ports.ts';

/** What is here of the origin, and what came of it. */
export interface BatchQuestion {
  readonly storeId: string;
  readonly verifier: KeyObject;
  /** The last row here that a seal covers; its genesis where there is none. */
  readonly end: { readonly seq: number; readonly hash: Uint8Array };
  /** Rows up to here are no longer kept and cannot be compared. */
  readonly floorSeq: number;
  /** Hash of a row here up to the end; undefined where it is not at hand. */
  readonly hashAt: (seq: number) => Uint8Array | undefined;
  readonly batch: RowBatch;
  /** Why a row that its origin signed cannot be taken all the same. */
  readonly faultOf: (row: LedgerRow) => TakeVerdict | null;
}

/** Signed by the origin, and not compatible with what it signed before. */
export interface Contradiction {
  /** Null where the seal itself contradicts. */
  readonly row: LedgerRow | null;
  readonly seal: Seal;
}

export interface BatchAnswer {
  /** Rows to take: they go on from the end and stop at a seal. */
  readonly rows: readonly LedgerRow[];
  readonly seals: readonly Seal[];
  readonly refused: { readonly verdict: TakeVerdict; readonly seq: number } | null;
  readonly contradiction: Contradiction | null;
  /** The answer wants the hashes of kept rows from here on; ask again with them. */
  readonly needsFrom: number | null;
}

const nothing: BatchAnswer = { rows: [], seals: [], refused: null, contradiction: null, needsFrom: null };

/** Checking a signature costs as much as taking in several rows. */
const sealsABatch = 8;

/**
 * What may be taken of a batch, without a look into payloads: rows up to the last seal that their origin signed. A
 * hash can be made by whoever passes a row on, a signature by the origin only: nothing else adds a row to it, and
 * nothing but two signatures that contradict each other accuses it.
 */
export function judgeBatch(question: BatchQuestion): BatchAnswer {
  const { batch, end } = question;
  const before = judgeOldSeals(question);
  if (before) return before;
  const known = knownRows(question);
  if (known.needsFrom !== null) return { ...nothing, needsFrom: known.needsFrom };
  const rest = batch.rows.slice(known.count);
  const walk = walked(question, rest);
  const [first] = walk.rows;
  if (!first) return { ...nothing, refused: walk.refused ?? sealWithoutRow(question) };
  const { seals, refused } = sealsOf(question, walk.rows);
  if (refused) return { ...nothing, refused };
  const [seal] = seals;
  if (first.seq <= end.seq || !isEqual(first.prevHash, end.hash)) {
    if (!seal) return refuse('broken-chain', first.seq);
    return { ...refuse('fork', first.seq), contradiction: { row: first, seal } };
  }
  return takeable(question, walk, seals);
}

function refuse(verdict: TakeVerdict, seq: number): BatchAnswer {
  return { ...nothing, refused: { verdict, seq } };
}

/** Seals for rows that are here and signed: of interest only where they say something else. */
function judgeOldSeals(question: BatchQuestion): BatchAnswer | null {
  const { batch, end, floorSeq } = question;
  for (const seal of batch.seals) {
    if (seal.origin !== batch.origin.origin) return refuse('bad-seal', seal.seqEnd);
    if (seal.seqEnd > end.seq || seal.seqEnd <= floorSeq) continue;
    const kept = seal.seqEnd === end.seq ? end.hash : question.hashAt(seal.seqEnd);
    if (!kept || isEqual(kept, seal.hash)) continue;
    if (!isGenuine(question, seal)) return refuse('bad-seal', seal.seqEnd);
    return { ...refuse('fork', seal.seqEnd), contradiction: { row: null, seal } };
  }
  return null;
}

/** How many rows, from the first, are here as they came. */
function knownRows({ batch, end, floorSeq, hashAt }: BatchQuestion): { count: number; needsFrom: number | null } {
  let count = 0;
  for (const row of batch.rows) {
    if (row.seq > end.seq || row.seq < 1 || row.origin !== batch.origin.origin) break;
    if (row.seq > floorSeq) {
      const kept = row.seq === end.seq ? end.hash : hashAt(row.seq);
      if (!kept) return { count, needsFrom: row.seq };
      if (!isEqual(kept, row.hash)) break;
    }
    count += 1;
  }
  return { count, needsFrom: null };
}

interface Walk {
  readonly rows: readonly LedgerRow[];
  readonly refused: BatchAnswer['refused'];
}

/** The rows up to the first that is not what its hash says, or does not follow the one before in the batch. */
function walked({ batch, end }: BatchQuestion, rows: readonly LedgerRow[]): Walk {
  let before: LedgerRow | null = null;
  for (const [at, row] of rows.entries()) {
    const stop = (verdict: TakeVerdict): Walk => ({ rows: rows.slice(0, at), refused: { verdict, seq: row.seq } });
    if (row.origin !== batch.origin.origin || row.seq < 1) return stop('broken-chain');
    if (before ? row.seq !== before.seq + 1 : row.seq > end.seq + 1) return stop('gap');
    if (before && !isEqual(row.prevHash, before.hash)) return stop('broken-chain');
    if (!isWhole(row)) return stop('broken-chain');
    before = row;
  }
  return { rows, refused: null };
}

/** The last seals for these rows. One that is not the origin's, or for another row, was put in on the way. */
function sealsOf(
  question: BatchQuestion,
  rows: readonly LedgerRow[],
): { seals: Seal[]; refused: BatchAnswer['refused'] } {
  const first = rows[0]?.seq ?? 0;
  const seals = question.batch.seals
    .filter(({ seqEnd }) => rows[seqEnd - first] !== undefined)
    .sort((a, b) => a.seqEnd - b.seqEnd)
    .slice(-sealsABatch);
  for (const seal of seals) {
    const { seqEnd: seq } = seal;
    if (!isGenuine(question, seal)) return { seals: [], refused: { verdict: 'bad-seal', seq } };
    const row = rows[seq - first];
    if (!row || !isEqual(row.hash, seal.hash)) return { seals: [], refused: { verdict: 'broken-chain', seq } };
  }
  return { seals, refused: null };
}

function takeable({ batch, faultOf }: BatchQuestion, walk: Walk, seals: readonly Seal[]): BatchAnswer {
  const first = walk.rows[0]?.seq ?? 0;
  const reach = walk.rows.slice(0, (seals.at(-1)?.seqEnd ?? first - 1) - first + 1);
  let fault: BatchAnswer['refused'] = null;
  for (const row of reach) {
    const verdict = faultOf(row);
    if (!verdict) continue;
    fault = { verdict, seq: row.seq };
    break;
  }
  const limit = fault ? fault.seq - 1 : Number.POSITIVE_INFINITY;
  const usable = seals.filter(({ seqEnd }) => seqEnd <= limit);
  const endSeq = usable.at(-1)?.seqEnd ?? first - 1;
  const isMore = (batch.rows.at(-1)?.seq ?? 0) > endSeq;
  return {
    ...nothing,
    rows: reach.slice(0, endSeq - first + 1),
    seals: usable,
    refused: fault ?? walk.refused ?? (isMore ? { verdict: 'unsealed', seq: endSeq + 1 } : null),
  };
}

function sealWithoutRow({ batch, end }: BatchQuestion): BatchAnswer['refused'] {
  const seal = batch.seals.find(({ seqEnd }) => seqEnd > end.seq);
  return seal ? { verdict: 'gap', seq: seal.seqEnd } : null;
}

function isGenuine({ storeId, verifier }: BatchQuestion, seal: Seal): boolean {
  return seal.signature.length === 64 && isSealValid(verifier, storeId, seal);
}

function isWhole(row: LedgerRow): boolean {
  const hasStamp = Number.isSafeInteger(row.hlc) && row.hlc >= 0;
  return hasStamp && isEqual(rowHash(row, row.prevHash, row.ciphertext), row.hash);
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}
