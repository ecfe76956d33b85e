import type { PeerBook } from './peer-book.ts';
import type { ReplicaStore } from './ports.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { SyncStatus, WaitingOrigin } from './sync-types.ts';

export function statusOf(
  store: ReplicaStore,
  book: PeerBook,
  subscriptions: Subscriptions,
  ownOrigin: string,
): SyncStatus {
  const heads = store.heads();
  const own = new Map(heads.map((head) => [head.origin, head.seq]));
  const waiting: WaitingOrigin[] = [];
  const quarantined = new Set(heads.filter(({ origin }) => store.isQuarantined(origin)).map(({ origin }) => origin));
  let missingEvents = 0;
  for (const [origin, most] of book.mostOf()) {
    const missing = most - (own.get(origin) ?? 0);
    if (store.isQuarantined(origin)) quarantined.add(origin);
    if (missing <= 0 || origin === ownOrigin || quarantined.has(origin)) continue;
    missingEvents += missing;
    const state = subscriptions.state(origin);
    const verdict = state.verdict ?? (state.source ? null : 'no-source');
    if (verdict) waiting.push({ origin, verdict, missing });
  }
  return { peers: book.status(heads), waiting, missingEvents, quarantined: [...quarantined] };
}
