import type { RowBatch } from '@apotheca/core/replication';
import type { ChunkContent, OriginTrack } from './origin-track.ts';

/** What a reader that has everything up to `afterSeq` gets: rows in order, and the seals that cover them. */
export function batchOf(
  track: OriginTrack,
  contents: readonly ChunkContent[],
  afterSeq: number,
  maxBytes: number,
): RowBatch | null {
  const rows = [];
  const seals = [];
  let size = 0;
  let last = afterSeq;
  for (const content of contents) {
    for (const row of content.rows) {
      if (row.seq <= last || size > maxBytes) continue;
      // Only what is on the disk, and nothing after a hole.
      if (row.seq !== last + 1 && last > track.floor.seq) continue;
      rows.push(row);
      last = row.seq;
      size += row.ciphertext.length;
    }
    seals.push(...content.seals);
  }
  const covering = seals.filter(({ seqEnd }) => seqEnd >= afterSeq && seqEnd <= last);
  return rows.length === 0 && covering.length === 0 ? null : { origin: track.record, rows, seals: covering };
}
