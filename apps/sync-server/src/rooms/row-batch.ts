import type { LedgerRow, RowBatch, Seal } from '@apotheca/core/replication';
import type { ChunkContent, OriginTrack } from './origin-track.ts';

/** What a reader that has everything up to `afterSeq` gets: rows in order to a seal, and the seals that cover them. */
export function batchOf(
  track: OriginTrack,
  contents: readonly ChunkContent[],
  afterSeq: number,
  maxBytes: number,
): RowBatch | null {
  const rows: LedgerRow[] = [];
  const seals = contents
    .flatMap((content) => content.seals)
    .filter(({ seqEnd }) => seqEnd > afterSeq)
    .sort((a, b) => a.seqEnd - b.seqEnd);
  let size = 0;
  let last = afterSeq;
  let next = 0;
  let end: Seal | undefined;
  for (const row of contents.flatMap((content) => content.rows)) {
    if (row.seq <= last) continue;
    if (end && size > maxBytes) break;
    // Nothing after a hole.
    if (row.seq !== last + 1 && last > track.floor.seq) break;
    rows.push(row);
    last = row.seq;
    size += row.ciphertext.length;
    while ((seals[next]?.seqEnd ?? Number.POSITIVE_INFINITY) < last) next += 1;
    // The last seal inside the bytes, or the first behind them.
    if (seals[next]?.seqEnd === last && (!end || size <= maxBytes)) end = seals[next];
  }
  if (!end) return null;
  const { seqEnd } = end;
  const given = rows.filter(({ seq }) => seq <= seqEnd);
  return { origin: track.record, rows: given, seals: seals.filter((seal) => seal.seqEnd <= seqEnd) };
}
