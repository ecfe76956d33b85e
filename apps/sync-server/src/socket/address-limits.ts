import type { IncomingMessage } from 'node:http';
import { TokenBucket } from '../rooms/token-bucket.ts';

export interface AddressQuota {
  readonly connections: number;
  readonly attemptsPerMinute: number;
}

/** Sockets of strangers at once: they hold memory before they have proven anything. */
export const strangersMax = 512;
const addressesMax = 100_000;

/** What one address may do: so many sockets, so many attempts. IPv6 counts by the /64 a customer has. */
export class AddressLimits {
  readonly #quota: AddressQuota;
  readonly #open = new Map<string, number>();
  readonly #attempts = new Map<string, TokenBucket>();

  constructor(quota: AddressQuota) {
    this.#quota = quota;
  }

  /** `nowMs` is monotonic. Which quota stands against another socket; null where none does. */
  refusal(address: string, nowMs: number): 'connections' | 'attempts' | null {
    if ((this.#open.get(address) ?? 0) >= this.#quota.connections) return 'connections';
    const { attemptsPerMinute } = this.#quota;
    let bucket = this.#attempts.get(address);
    if (!bucket) {
      // Forgetting all is cheap, and an attacker with so many addresses is not stopped by counting them.
      if (this.#attempts.size >= addressesMax) this.#attempts.clear();
      bucket = new TokenBucket(attemptsPerMinute / 60, attemptsPerMinute, nowMs);
      this.#attempts.set(address, bucket);
    }
    return bucket.take(1, nowMs) ? null : 'attempts';
  }

  opened(address: string): void {
    this.#open.set(address, (this.#open.get(address) ?? 0) + 1);
  }

  closed(address: string): void {
    const left = (this.#open.get(address) ?? 1) - 1;
    if (left > 0) this.#open.set(address, left);
    else this.#open.delete(address);
  }
}

/** Behind a proxy the last entry is the one the proxy itself wrote; earlier ones anybody may claim. */
export function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1) : '';
  return networkOf(forwarded?.trim() || (request.socket.remoteAddress ?? 'unknown'));
}

export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...Array<string>(zeros).fill('0'), ...last];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
