import { createHash } from 'node:crypto';
import type { BatchDescription, ReplicaTotals } from './model.ts';

/** What a digest is taken over; none of it depends on the order in which it became known. */
export interface DigestContent {
  readonly replicas: readonly ReplicaTotals[];
  readonly descriptions?: Iterable<readonly [string, BatchDescription]>;
  readonly statuses?: Iterable<readonly [string, string]>;
}

/** SHA-256, hex, over a canonical text: sorted, one fact a line, fields quoted as JSON. */
export function digestOf(content: DigestContent): string {
  const hash = createHash('sha256');
  const replicas = content.replicas.filter((one) => one.watermark > 0);
  for (const replica of [...replicas].sort((a, b) => compare(a.replicaId, b.replicaId))) {
    hash.update(`r ${JSON.stringify(replica.replicaId)} ${replica.watermark}\n`);
    const ids = [...replica.totals.keys()].sort();
    for (const id of ids) {
      const entry = replica.totals.get(id);
      hash.update(`t ${JSON.stringify(id)} ${entry?.addedMilli ?? 0} ${entry?.takenMilli ?? 0}\n`);
    }
  }
  for (const [id, batch] of sorted(content.descriptions ?? [])) {
    hash.update(`b ${JSON.stringify([id, batch.ndc, batch.lotNumber, batch.expiresOn])}\n`);
  }
  for (const [id, status] of sorted(content.statuses ?? [])) hash.update(`s ${JSON.stringify([id, status])}\n`);
  return hash.digest('hex');
}

function sorted<T>(entries: Iterable<readonly [string, T]>): (readonly [string, T])[] {
  return [...entries].sort((a, b) => compare(a[0], b[0]));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
