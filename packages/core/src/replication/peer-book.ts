import type { PeerSession } from './peer-session.ts';
import type { OriginHead } from './ports.ts';
import type { PeerStatus } from './sync-types.ts';

interface Entry {
  readonly terminalId: string;
  session: PeerSession | null;
  kind: 'direct' | 'relay';
  appVersion: string;
  heads: ReadonlyMap<string, OriginHead>;
  lastHeardMs: number | null;
  roundTripMs: number | null;
  lastClose: { code: number; reason: string } | null;
}

/** Terminals of one store and relays; those that never spoke are forgotten first. */
const entriesMax = 256;

/** What each peer last told, kept after its link is gone: who has confirmed what, and how far behind they are. */
export class PeerBook {
  readonly #entries = new Map<string, Entry>();

  opened(session: PeerSession): void {
    const known = this.#entries.get(session.terminalId);
    this.#entries.delete(session.terminalId);
    this.#entries.set(session.terminalId, {
      terminalId: session.terminalId,
      session,
      kind: session.link.peer.kind,
      appVersion: known?.appVersion ?? '',
      heads: known?.heads ?? new Map(),
      lastHeardMs: known?.lastHeardMs ?? null,
      roundTripMs: null,
      lastClose: known?.lastClose ?? null,
    });
    for (const [terminalId, entry] of this.#entries) {
      if (this.#entries.size <= entriesMax) break;
      if (!entry.session) this.#entries.delete(terminalId);
    }
  }

  told(session: PeerSession): void {
    const entry = this.#entries.get(session.terminalId);
    if (entry?.session === session) entry.heads = session.heads;
  }

  closed(session: PeerSession, code: number, reason: string): void {
    const entry = this.#entries.get(session.terminalId);
    if (entry?.session !== session) return;
    this.#refresh(entry);
    entry.session = null;
    entry.lastClose = { code, reason };
  }

  #refresh(entry: Entry): void {
    const { session } = entry;
    if (!session) return;
    entry.lastHeardMs = session.heardWallMs ?? entry.lastHeardMs;
    entry.roundTripMs = session.roundTripMs;
    entry.appVersion = session.hello?.appVersion ?? entry.appVersion;
  }

  ackedBy(origin: string, seq: number): string[] {
    return [...this.#entries.values()]
      .filter((entry) => (entry.heads.get(origin)?.seq ?? 0) >= seq)
      .map((entry) => entry.terminalId);
  }

  /** The most anybody told of an origin, linked or not. */
  mostOf(): Map<string, number> {
    const most = new Map<string, number>();
    for (const { heads } of this.#entries.values()) {
      for (const { origin, seq } of heads.values()) most.set(origin, Math.max(seq, most.get(origin) ?? 0));
    }
    return most;
  }

  status(here: readonly OriginHead[]): PeerStatus[] {
    const own = new Map(here.map((head) => [head.origin, head.seq]));
    return [...this.#entries.values()].map((entry) => {
      this.#refresh(entry);
      const { terminalId, kind, appVersion, lastHeardMs, roundTripMs, lastClose, session } = entry;
      const lacking = (a: Iterable<readonly [string, number]>, b: (origin: string) => number) => {
        let events = 0;
        for (const [origin, seq] of a) events += Math.max(0, seq - b(origin));
        return events;
      };
      const heads = [...entry.heads.values()];
      return {
        terminalId,
        kind,
        connected: session?.isReady ?? false,
        appVersion,
        lagEvents: lacking(own, (origin) => entry.heads.get(origin)?.seq ?? 0),
        behindEvents: lacking(
          heads.map((head) => [head.origin, head.seq] as const),
          (origin) => own.get(origin) ?? 0,
        ),
        lastHeardMs,
        roundTripMs,
        lastClose,
        heads,
      };
    });
  }
}
