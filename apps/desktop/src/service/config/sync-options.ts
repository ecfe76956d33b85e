import { OperatorError } from '../operator-error.ts';

/** How this terminal meets the others. */
export interface SyncSettings {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** Addresses of other terminals, `https://host:port/`. */
  readonly peers: readonly string[];
  readonly relay: string | null;
  readonly discovery: boolean;
}

export const loopbackHosts: readonly string[] = ['127.0.0.1', 'localhost', '::1'];

export function isLoopbackHost(host: string): boolean {
  return loopbackHosts.includes(host.replace(/^\[|\]$/g, ''));
}

/** `--peer`: the sync address of a terminal, as its ready line says it. */
export function readPeer(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url?.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (url?.protocol !== 'https:' || !isPlain) {
    throw new OperatorError(
      `--peer ${text} is not an address of a terminal. Use what its ready line says as syncUrl: https://HOST:PORT.`,
    );
  }
  return url.href;
}

/** `--relay`: encrypted, but for one on this very machine. */
export function readRelay(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url?.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (!url || !isPlain || (url.protocol !== 'wss:' && url.protocol !== 'ws:')) {
    throw new OperatorError(`--relay ${text} is not an address of a relay. Use wss://HOST, or wss://HOST:PORT.`);
  }
  if (url.protocol === 'ws:' && !isLoopbackHost(url.hostname)) {
    throw new OperatorError(
      `--relay ${text} would cross the network readable. Use wss://; ws:// is for this computer.`,
    );
  }
  return url.href;
}
