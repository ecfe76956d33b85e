import type { MembershipStatement } from '@apotheca/core/replication/membership';
import type { PeerStatus, SyncStatus } from '@apotheca/core/replication/sync-types';
import type { TargetReport } from './mesh.ts';

export interface StoreAround {
  readonly terminalId: string;
  readonly statements: readonly MembershipStatement[];
  /** Rows in this ledger: what a terminal lacks that has confirmed nothing since the start. */
  readonly events: number;
}

/** What replication sees of the peers, with the members it has not met and why no link comes about. */
export function withTroubles(status: SyncStatus, targets: readonly TargetReport[], around: StoreAround): SyncStatus {
  const troubles = new Map<string, string>();
  for (const { terminalId, kind, url, trouble } of targets) {
    if (trouble !== null) troubles.set(terminalId ?? (kind === 'relay' ? url : ''), trouble);
  }
  const met = new Set(status.peers.map((peer) => peer.terminalId));
  const revoked = new Set(
    around.statements.filter(({ kind }) => kind === 'revoked').map(({ terminalId }) => terminalId),
  );
  const peers = status.peers
    .filter((peer) => peer.connected || !revoked.has(peer.terminalId))
    .map((peer) => withTrouble(peer, troubles.get(peer.terminalId)));
  for (const statement of around.statements) {
    const { kind, terminalId } = statement;
    if (kind !== 'member' || terminalId === around.terminalId || met.has(terminalId) || revoked.has(terminalId))
      continue;
    met.add(terminalId);
    peers.push(absent(terminalId, 'direct', around.events, troubles.get(terminalId) ?? unknownAddress));
  }
  for (const { kind, terminalId, url, trouble } of targets) {
    if (kind === 'relay' && trouble !== null && (terminalId === null || !met.has(terminalId))) {
      peers.push(absent(terminalId ?? url, 'relay', around.events, trouble));
    }
  }
  return { ...status, peers };
}

const unknownAddress = 'Its address is not known here. It will be found when it is on the network, or give --peer.';

function withTrouble(peer: PeerStatus, trouble: string | undefined): PeerStatus {
  return peer.connected || trouble === undefined ? peer : { ...peer, lastClose: { code: 1006, reason: trouble } };
}

function absent(terminalId: string, kind: 'direct' | 'relay', lagEvents: number, trouble: string): PeerStatus {
  return {
    terminalId,
    kind,
    connected: false,
    appVersion: '',
    lagEvents,
    behindEvents: 0,
    lastHeardMs: null,
    roundTripMs: null,
    lastClose: { code: 1006, reason: trouble },
    heads: [],
  };
}
