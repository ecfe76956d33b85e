import {
  type BatchAnswer,
  type CertifiedOrigin,
  encodeMessage,
  isCertified,
  isTooFarAhead,
  judgeBatch,
  originName,
  type RowBatch,
  type TakeResult,
  type TakeVerdict,
} from '@apotheca/core/replication';
import type { Chunk } from '../archive/archive.ts';
import { encodeOrigin, smallKeys } from '../archive/small-state.ts';
import { chunksOf, OriginTrack } from './origin-track.ts';

export type Refusal = NonNullable<TakeResult['refused']>;

/** What the batches of one `take` are judged by. */
export interface TakingContext {
  readonly storeId: string;
  readonly origins: Map<string, OriginTrack>;
  /** Ed25519 key of a member, put out or not: what it wrote before stays good. */
  readonly memberKey: (terminalId: string) => Uint8Array | undefined;
  /** False where the store has no room or no rate left for so many rows and bytes. */
  readonly mayTake: (rows: number, bytes: number) => boolean;
  readonly onRefused: (verdict: TakeVerdict) => void;
  /** Hashes of kept rows from `from` to `to`; null where they cannot be read now. */
  readonly keptHashes: (origin: string, from: number, to: number) => Promise<ReadonlyMap<number, Uint8Array> | null>;
}

/** One `take`: its batches are judged one after the other, then what they bring is written at once. */
export class Taking {
  readonly chunks: Chunk[] = [];
  readonly small: [key: string, value: Uint8Array | null][] = [];
  readonly touched = new Set<OriginTrack>();
  readonly sinceMs: number;
  taken = 0;
  refused: Refusal | null = null;
  readonly #context: TakingContext;
  readonly #nowMs: number;

  constructor(context: TakingContext, nowMs: number, sinceMs: number) {
    this.#context = context;
    this.#nowMs = nowMs;
    this.sinceMs = sinceMs;
  }

  /** A promise only where kept rows must be read to compare with. */
  judge(batch: RowBatch): Promise<void> | null {
    const track = this.#trackOf(batch.origin, batch.rows[0]?.seq ?? 0);
    if (!track) return null;
    const answer = this.#ask(track, batch, null);
    if (answer.needsFrom === null) {
      this.#accept(track, batch, answer);
      return null;
    }
    const from = answer.needsFrom;
    const to = Math.max(batch.rows.at(-1)?.seq ?? 0, ...batch.seals.map(({ seqEnd }) => seqEnd));
    const { origin } = track.record;
    return this.#context.keptHashes(origin, from, to).then((kept) => {
      const second = kept && this.#ask(track, batch, kept);
      if (second && second.needsFrom === null) this.#accept(track, batch, second);
      else this.#refuse({ verdict: 'gap', origin, seq: from });
    });
  }

  #ask(track: OriginTrack, batch: RowBatch, kept: ReadonlyMap<number, Uint8Array> | null): BatchAnswer {
    return judgeBatch({
      storeId: this.#context.storeId,
      verifier: track.verifier,
      end: track.pending,
      floorSeq: track.floor.seq,
      hashAt: (seq) => kept?.get(seq) ?? track.hashAtHand(seq),
      batch,
      faultOf: (row) => (isTooFarAhead(row.hlc, this.#nowMs) ? 'too-far-ahead' : null),
    });
  }

  /** Null where it was refused. */
  #trackOf(record: CertifiedOrigin, seq: number): OriginTrack | null {
    const { origin } = record;
    const known = this.#context.origins.get(origin);
    const verdict = known ? faultOfKnown(known, record) : this.#faultOfNew(record);
    if (verdict) {
      this.#refuse({ verdict, origin, seq });
      return null;
    }
    if (known) return known;
    const track = new OriginTrack(this.#context.storeId, copyOf(record), null, null);
    this.#context.origins.set(origin, track);
    this.small.push([smallKeys.origin(origin), encodeOrigin(record)]);
    return track;
  }

  #faultOfNew(record: CertifiedOrigin): TakeVerdict | null {
    if (originName(record.terminalId, record.publicKey) !== record.origin) return 'bad-certificate';
    const key = this.#context.memberKey(record.terminalId);
    if (!key) return 'unknown-terminal';
    return isCertified(key, this.#context.storeId, record, record.certificate) ? null : 'bad-certificate';
  }

  #accept(track: OriginTrack, batch: RowBatch, answer: BatchAnswer): void {
    const { origin } = track.record;
    if (answer.rows.length > 0 || answer.seals.length > 0) {
      const size = answer.rows.reduce((sum, row) => sum + row.ciphertext.length + 100, 0);
      if (!this.#context.mayTake(answer.rows.length, size)) {
        this.#refuse({ verdict: 'quota', origin, seq: track.pending.seq + 1 });
        return;
      }
      const asItCame = isAsItCame(batch, answer, size) ? (batch.frames ?? null) : null;
      const { chunks, end } = chunksOf(origin, answer, track.pending, this.#nowMs, asItCame);
      this.chunks.push(...chunks);
      this.touched.add(track);
      this.taken += answer.rows.length;
      track.advancing(end, answer.rows);
    }
    if (answer.contradiction) {
      const { row, seal } = answer.contradiction;
      track.isQuarantined = true;
      // All rows up to the seal, where it says more than the row: whoever doubts it can check it.
      const rows = row ? batch.rows.filter(({ seq }) => seq >= row.seq && seq <= seal.seqEnd) : [];
      this.small.push([smallKeys.fork(origin), encodeMessage({ type: 'frames', origin, rows, seals: [seal] })]);
    }
    if (!answer.refused) return;
    this.#refuse({ origin, ...answer.refused });
  }

  #refuse(refusal: Refusal): void {
    this.#context.onRefused(refusal.verdict);
    this.refused ??= refusal;
  }
}

/** All of the message is kept, and it holds nothing but that: names that no row uses would be kept for nothing. */
function isAsItCame({ rows, seals, frames }: RowBatch, answer: BatchAnswer, size: number): boolean {
  if (!frames || answer.rows.length !== rows.length || answer.seals.length !== seals.length) return false;
  return frames.length <= size + 150 * seals.length + 300;
}

function faultOfKnown(known: OriginTrack, { publicKey }: CertifiedOrigin): TakeVerdict | null {
  if (known.isQuarantined) return 'quarantined';
  return isEqual(known.record.publicKey, publicKey) ? null : 'bad-certificate';
}

/** What is kept for long must not hold on to the message it came in. */
function copyOf(record: CertifiedOrigin): CertifiedOrigin {
  const { publicKey, certificate } = record;
  return { ...record, publicKey: new Uint8Array(publicKey), certificate: new Uint8Array(certificate) };
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}
