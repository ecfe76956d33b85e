import { networkInterfaces } from 'node:os';

/** A name another machine can use for this one: of a terminal that listens everywhere, its first address on the LAN. */
export function reachableHost(host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return host;
  const addresses = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
  return addresses.find((one) => one.family === 'IPv4' && !one.internal)?.address ?? '127.0.0.1';
}
