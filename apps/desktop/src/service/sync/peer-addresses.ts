import type { Database } from '@apotheca/core';
import { z } from 'zod';

const addressSchema = z.object({ terminalId: z.string().max(80), url: z.string().max(300) });
export type PeerAddress = z.infer<typeof addressSchema>;

const key = 'sync.addresses';
const addressesMax = 64;
const ofTerminalMax = 3;

/** Where other terminals were reached last, kept on this disk: they are found again without a flag and without mDNS. */
export class PeerAddresses {
  readonly #db: Database;
  #known: readonly PeerAddress[];

  constructor(db: Database) {
    this.#db = db;
    this.#known = readAddresses(
      db.prepare<{ value: string }>('SELECT value FROM local_state WHERE key = ?').get(key)?.value ?? '[]',
    );
  }

  all(): readonly PeerAddress[] {
    return this.#known;
  }

  /** The newest first; answers whether it is news. */
  note(address: PeerAddress): boolean {
    if (this.#known.some((one) => one.terminalId === address.terminalId && one.url === address.url)) return false;
    const others = this.#known.filter((one) => one.terminalId === address.terminalId).slice(0, ofTerminalMax - 1);
    const rest = this.#known.filter((one) => one.terminalId !== address.terminalId);
    this.#keep([address, ...others, ...rest].slice(0, addressesMax));
    return true;
  }

  forget(terminalId: string): void {
    this.#keep(this.#known.filter((one) => one.terminalId !== terminalId));
  }

  #keep(addresses: readonly PeerAddress[]): void {
    if (JSON.stringify(addresses) === JSON.stringify(this.#known)) return;
    this.#known = addresses;
    this.#db.write('INSERT OR REPLACE INTO local_state (key, value) VALUES (?, ?)').run(key, JSON.stringify(addresses));
  }
}

/** Addresses as they are kept and as terminals tell each other; what is not one is left out. */
export function readAddresses(text: string): PeerAddress[] {
  try {
    const parsed = z.array(addressSchema).max(addressesMax).safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.filter(({ url }) => terminalUrl(url) !== null) : [];
  } catch {
    return [];
  }
}

/** The address of a terminal's sync port in its one spelling; null where it is none. */
export function terminalUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return url.protocol === 'https:' && url.pathname === '/' && isPlain ? url : null;
}

export function urlOf(address: string, port: number): string {
  return `https://${address.includes(':') ? `[${address}]` : address}:${port}/`;
}
