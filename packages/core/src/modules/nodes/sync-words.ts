import type { ForkEvidence } from '../../kernel/replica/quarantine.ts';
import type { DeferredRows } from '../../kernel/row-projector.ts';
import type { PeerStatus, SyncStatus, WaitingOrigin } from '../../replication/sync-types.ts';
import type { TerminalState } from './terminal-model.ts';

/** How the links and what waits look on the system page: figures for tables, sentences for people. Pure. */
export interface SyncView {
  readonly self: string;
  readonly terminals: readonly TerminalState[];
  readonly status: SyncStatus | null;
  readonly clocks: readonly { readonly terminalId: string; readonly aheadMs: number }[];
  readonly deferred: readonly DeferredRows[];
  readonly forks: readonly ForkEvidence[];
}

export function peersOf(view: SyncView) {
  const linked = view.status?.peers ?? [];
  const others = view.terminals.filter((one) => one.terminalId !== view.self && one.revokedAt === null);
  const silent = others.filter((one) => !linked.some((peer) => peer.terminalId === one.terminalId));
  return [
    ...linked.map((peer) => linkedPeer(view, peer)),
    ...silent.map(({ terminalId, name }) => ({
      terminalId,
      name,
      kind: 'direct' as const,
      connected: false,
      lagEvents: 0,
      behindEvents: 0,
      lastHeardAt: null,
      clockAheadSeconds: null,
      text: 'Not seen since this terminal started. Check that it is on and in the same network.',
    })),
  ];
}

function linkedPeer(view: SyncView, peer: PeerStatus) {
  const { terminalId, kind, connected, lagEvents, behindEvents, lastHeardMs } = peer;
  const aheadMs = view.clocks.find((one) => one.terminalId === terminalId)?.aheadMs ?? null;
  return {
    terminalId,
    name: kind === 'relay' ? 'Relay' : nameOf(view, terminalId),
    kind,
    connected,
    lagEvents,
    behindEvents,
    lastHeardAt: lastHeardMs === null ? null : new Date(lastHeardMs).toISOString(),
    clockAheadSeconds: aheadMs === null ? null : Math.round(aheadMs / 1000),
    text: [linkText(peer), ...(aheadMs === null ? [] : [clockText(aheadMs)])].join(' '),
  };
}

function linkText({ connected, lagEvents, behindEvents, lastClose }: PeerStatus): string {
  if (!connected) {
    const why = lastClose?.reason ? ` ${lastClose.reason}` : '';
    return lagEvents > 0 ? `Not connected; lacks ${changes(lagEvents)} of here.${why}` : `Not connected.${why}`;
  }
  if (lagEvents === 0 && behindEvents === 0) return 'Connected, both have everything.';
  const parts = [
    ...(behindEvents > 0 ? [`${changes(behindEvents)} to come from it`] : []),
    ...(lagEvents > 0 ? [`${changes(lagEvents)} to go to it`] : []),
  ];
  return `Connected; ${parts.join(', ')}.`;
}

function clockText(aheadMs: number): string {
  const minutes = Math.max(1, Math.round(Math.abs(aheadMs) / 60_000));
  const unit = minutes === 1 ? 'minute' : 'minutes';
  return `Its clock is ${minutes} ${unit} ${aheadMs > 0 ? 'ahead' : 'behind'}: set the clocks of both.`;
}

export function waitingOf(view: SyncView) {
  return [
    ...view.deferred.map(({ reason, rows }) => ({ events: rows, text: deferredText[reason](changes(rows)) })),
    ...(view.status?.waiting ?? []).map((one) => ({ events: one.missing, text: waitingText(view, one) })),
  ];
}

const deferredText: Record<DeferredRows['reason'], (what: string) => string> = {
  'unknown-key': (what) => `${what} are here and wait for the store's new key, which another terminal hands on.`,
  'newer-version': (what) => `${what} were written by a newer version. Update Apotheca here to see them.`,
  unreadable: (what) => `${what} cannot be opened. They are kept; look whether the terminal that wrote them is sound.`,
  failed: (what) => `${what} could not be taken into the tables. They are kept; run "rebuild", or update Apotheca.`,
};

function waitingText(view: SyncView, { origin, verdict, missing }: WaitingOrigin): string {
  const what = `${changes(missing)} of ${nameOf(view, terminalOf(origin))}`;
  switch (verdict) {
    case 'unknown-terminal':
      return `${what} wait until its enrolment has arrived here.`;
    case 'too-far-ahead':
      return `${what} wait because its clock is far ahead. Set the clock of that terminal.`;
    case 'quota':
      return `${what} wait for room on the disk. Make room on this computer.`;
    case 'gap':
    case 'no-source':
      return `${what} are known and nobody who is connected has them. They come when it is back.`;
    case 'below-floor':
      return `${what} are not kept by the relay any more. Connect to another terminal directly.`;
    default:
      return `${what} were refused (${verdict}) and are not taken. Call support with this line.`;
  }
}

export function quarantinedOf(view: SyncView) {
  const origins = new Set([...view.forks.map((one) => one.origin), ...(view.status?.quarantined ?? [])]);
  return [...origins].toSorted().map((origin) => {
    const terminalId = terminalOf(origin);
    return {
      origin,
      terminalId,
      text:
        `${nameOf(view, terminalId)} has two histories under one name: an old copy of it was started. Nothing more is ` +
        'taken from this one, both are kept. Revoke it and let it join again with a code.',
    };
  });
}

/** What the register says of this terminal. `publicKey` is the one it has; null where it has none. */
export function membershipOf(self: TerminalState | undefined, publicKey: string | null) {
  if (self && self.revokedAt !== null) {
    const text =
      'This terminal was put out of the store. To use it again, let it join with a code in an empty directory.';
    return { state: 'revoked' as const, name: self.name, text };
  }
  if (self?.isWaiting) {
    const text =
      'The terminal that let this one in was put out of the store. On another terminal, see Terminals, and let this ' +
      'one in again.';
    return { state: 'unknown' as const, name: self.name, text };
  }
  if (self && self.enrolledAt !== null && self.publicKey === publicKey) {
    return { state: 'member' as const, name: self.name, text: 'This terminal belongs to the store.' };
  }
  const text =
    'This terminal is not in the register of the store, so the others do not take it. Let it join with a code.';
  return { state: 'unknown' as const, name: self?.name || null, text };
}

function terminalOf(origin: string): string {
  return origin.slice(0, origin.lastIndexOf(':'));
}

function nameOf({ terminals }: SyncView, terminalId: string): string {
  return terminals.find((one) => one.terminalId === terminalId)?.name || terminalId;
}

function changes(count: number): string {
  return count === 1 ? '1 change' : `${count} changes`;
}
