import type { KeyObject } from 'node:crypto';
import {
  isSealValid,
  type LedgerRow,
  type RowBatch,
  rowHash,
  type Seal,
  type TakeVerdict,
} from '@apotheca/core/replication';

/** The end of an origin as the next row must continue it. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly sealedSeq: number;
}

export interface BatchQuestion {
  readonly storeId: string;
  readonly verifier: KeyObject;
  readonly end: ChainEnd;
  /** Rows up to here are no longer kept and cannot be compared. */
  readonly floorSeq: number;
  /** Hash of a kept row; undefined where it is not at hand. */
  readonly hashAt: (seq: number) => Uint8Array | undefined;
  readonly batch: RowBatch;
  /** Stamps from further ahead than clocks may differ. */
  readonly isTooFarAhead: (hlc: number) => boolean;
}

export interface BatchAnswer {
  /** Rows and seals that are new and sound. */
  readonly rows: readonly LedgerRow[];
  readonly seals: readonly Seal[];
  readonly end: ChainEnd;
  readonly refused: { readonly verdict: TakeVerdict; readonly seq: number } | null;
  /** For a fork: the row that contradicts. */
  readonly evidence: LedgerRow | null;
  /** The answer wants the hashes of kept rows from here on; ask again with them. */
  readonly needsFrom: number | null;
}

/** What may be taken of a batch without reading a payload: each row hashes to what it claims and continues the chain. */
export function verifyBatch(question: BatchQuestion): BatchAnswer {
  const { batch, end, floorSeq } = question;
  const nothing: BatchAnswer = { rows: [], seals: [], end, refused: null, evidence: null, needsFrom: null };
  const refuse = (verdict: TakeVerdict, seq: number, evidence: LedgerRow | null = null): BatchAnswer => ({
    ...nothing,
    refused: { verdict, seq },
    evidence,
  });
  const forged = batch.seals.find((seal) => !isSigned(question, seal));
  if (forged) return refuse('bad-seal', forged.seqEnd);
  const fresh = batch.rows.findIndex((row) => row.seq > end.seq);
  const old = fresh < 0 ? batch.rows : batch.rows.slice(0, fresh);
  for (const row of old) {
    if (row.origin !== batch.origin.origin || row.seq < 1) return refuse('broken-chain', row.seq);
    if (row.seq <= floorSeq) continue;
    const kept = row.seq === end.seq ? end.hash : question.hashAt(row.seq);
    if (!kept) return { ...nothing, needsFrom: row.seq };
    if (isEqual(kept, row.hash)) continue;
    return isSelfConsistent(row) ? refuse('fork', row.seq, row) : refuse('broken-chain', row.seq);
  }
  const { rows, refused, evidence } = chained(question, batch.rows.slice(old.length));
  const last = rows.at(-1);
  const newEnd: ChainEnd = last ? { seq: last.seq, hash: last.hash, sealedSeq: end.sealedSeq } : end;
  const judged = judgeSeals(question, rows, newEnd);
  if (judged.needsFrom !== null) return { ...nothing, needsFrom: judged.needsFrom };
  const sealedSeq = judged.seals.reduce((highest, seal) => Math.max(highest, seal.seqEnd), end.sealedSeq);
  return {
    rows,
    seals: judged.seals,
    end: { ...newEnd, sealedSeq },
    refused: refused ?? judged.refused,
    evidence,
    needsFrom: null,
  };
}

/** A seal that is covered already is not checked again. */
function isSigned({ batch, end, storeId, verifier }: BatchQuestion, seal: Seal): boolean {
  if (seal.origin !== batch.origin.origin || seal.signature.length !== 64) return false;
  return seal.seqEnd <= end.sealedSeq || isSealValid(verifier, storeId, seal);
}

/** The rows up to the first that does not follow. */
function chained(
  { batch, end, isTooFarAhead }: BatchQuestion,
  rows: readonly LedgerRow[],
): Pick<BatchAnswer, 'rows' | 'refused' | 'evidence'> {
  let { seq, hash } = end;
  for (const [at, row] of rows.entries()) {
    const stop = (verdict: TakeVerdict, evidence: LedgerRow | null = null) => ({
      rows: rows.slice(0, at),
      refused: { verdict, seq: row.seq },
      evidence,
    });
    if (row.origin !== batch.origin.origin) return stop('broken-chain');
    if (row.seq !== seq + 1) return stop('gap');
    if (!isSelfConsistent(row)) return stop('broken-chain');
    // Sound in itself and after another row than ours: somebody has two truths at the place before.
    if (!isEqual(row.prevHash, hash)) return stop('fork', row);
    if (isTooFarAhead(row.hlc)) return stop('too-far-ahead');
    ({ seq, hash } = row);
  }
  return { rows, refused: null, evidence: null };
}

function judgeSeals(
  question: BatchQuestion,
  rows: readonly LedgerRow[],
  end: ChainEnd,
): { seals: Seal[]; refused: BatchAnswer['refused']; needsFrom: number | null } {
  const seals: Seal[] = [];
  const stop = (verdict: TakeVerdict, seq: number) => ({ seals, refused: { verdict, seq }, needsFrom: null });
  const firstNew = rows[0]?.seq ?? end.seq + 1;
  for (const seal of question.batch.seals) {
    // Already covered, or before what is kept: nothing to keep.
    if (seal.seqEnd <= question.end.sealedSeq || seal.seqEnd <= question.floorSeq) continue;
    if (seal.seqEnd > end.seq) return stop('gap', seal.seqEnd);
    const inBatch = seal.seqEnd >= firstNew ? rows[seal.seqEnd - firstNew]?.hash : undefined;
    const hash = inBatch ?? (seal.seqEnd === question.end.seq ? question.end.hash : question.hashAt(seal.seqEnd));
    if (!hash) return { seals, refused: null, needsFrom: seal.seqEnd };
    // Signed by its terminal for another row than the one that is here: proof of two truths.
    if (!isEqual(hash, seal.hash)) return stop('fork', seal.seqEnd);
    seals.push(seal);
  }
  return { seals, refused: null, needsFrom: null };
}

function isSelfConsistent(row: LedgerRow): boolean {
  return isEqual(rowHash(row, row.prevHash, row.ciphertext), row.hash);
}

export function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}
