import { limits } from './limits.ts';
import type { PeerSession } from './peer-session.ts';

/**
 * Two terminals that dial each other at once get two links. Both ends keep the one that the smaller terminal id
 * dialled; of two dialled by the same end the newer one, for the older is the one that broke unnoticed.
 */
export function isSupersededBy(old: PeerSession, fresh: PeerSession, selfId: string, nowMs: number): boolean {
  const dialler = (session: PeerSession) => (session.link.dialled ? selfId : session.terminalId);
  if (dialler(old) === dialler(fresh)) return true;
  // A link on which even PING got no answer gives way to any other.
  if (nowMs - old.heardAtMs > 2 * limits.pingMs) return true;
  return dialler(fresh) < dialler(old);
}
