import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Which names this service answers under. A page on the internet can point its own host name at 127.0.0.1 (DNS
 * rebinding) or post across origins; it cannot forge the Host and Origin headers of the browser it runs in.
 */
export interface Reach {
  /** Lower-case `host:port`, as a Host header has it. */
  readonly hosts: ReadonlySet<string>;
  /** `http://host:port` or `https://host:port`. */
  readonly origins: ReadonlySet<string>;
}

export type GuardRefusal = 'host-not-allowed' | 'origin-not-allowed';

/** `names` are host names or addresses without port; IPv6 without brackets. */
export function reachOf(names: readonly string[], port: number, isTls: boolean): Reach {
  const scheme = isTls ? 'https' : 'http';
  const defaultPort = isTls ? 443 : 80;
  const hosts = new Set<string>();
  for (const name of names) {
    const host = (name.includes(':') ? `[${name}]` : name).toLowerCase();
    hosts.add(`${host}:${port}`);
    if (port === defaultPort) hosts.add(host);
  }
  return { hosts, origins: new Set([...hosts].map((host) => `${scheme}://${host}`)) };
}

/** Null when the request may go on. Origin is checked on all that can change something, and on socket upgrades. */
export function guardRequest(request: IncomingMessage, reach: Reach, isUpgrade = false): GuardRefusal | null {
  const host = request.headers.host?.toLowerCase();
  if (host === undefined || !reach.hosts.has(host)) return 'host-not-allowed';
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const origin = request.headers.origin;
  if (origin !== undefined && (!isRead || isUpgrade) && !reach.origins.has(origin.toLowerCase())) {
    return 'origin-not-allowed';
  }
  return isForeignFetch(request, isRead && !isUpgrade) ? 'origin-not-allowed' : null;
}

/** Fetch metadata (W3C): a browser says whether another site asks. Following a link to the page itself is fine. */
function isForeignFetch(request: IncomingMessage, isRead: boolean): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return !(isRead && request.headers['sec-fetch-mode'] === 'navigate');
}

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && loopback.has(address);
}

/** The token of this launch; only the terminal's own window knows it. Compared without leaking where it differs. */
export function isLaunchToken(given: string | undefined, token: string): boolean {
  if (given === undefined || given.length !== token.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(token));
}
