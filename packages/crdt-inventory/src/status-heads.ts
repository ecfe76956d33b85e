import { type BatchStatus, batchStatuses } from './model.ts';

/** One replica's latest word on a batch: the status, the event that set it, and the words of others it had seen. */
export interface StatusEntry {
  readonly status: BatchStatus;
  /** `origin:seq` of the ledger event. */
  readonly stamp: string;
  readonly seen: readonly string[];
}

/** Entries no other entry had seen. More than one: two terminals decided at once. */
export function statusHeads(entries: readonly StatusEntry[]): StatusEntry[] {
  const seen = new Set(entries.flatMap((entry) => entry.seen));
  return entries.filter((entry) => !seen.has(entry.stamp)).sort((a, b) => (a.stamp < b.stamp ? -1 : 1));
}

/** The safest reading of statuses set at once: recalled before quarantined before available. */
export function strictest(statuses: readonly BatchStatus[]): BatchStatus {
  let rank = 0;
  for (const status of statuses) rank = Math.max(rank, batchStatuses.indexOf(status));
  return batchStatuses[rank] ?? 'available';
}

export function readStatusEntry(value: unknown): StatusEntry | undefined {
  if (!Array.isArray(value) || value.length !== 3) return undefined;
  const [status, stamp, seen] = value as [unknown, unknown, unknown];
  const known = batchStatuses.find((candidate) => candidate === status);
  if (known === undefined || typeof stamp !== 'string' || !Array.isArray(seen)) return undefined;
  return { status: known, stamp, seen: seen.filter((one): one is string => typeof one === 'string') };
}
