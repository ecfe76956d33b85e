import { createHash } from 'node:crypto';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Names in JetStream: hashes, because ids may hold characters that subjects give a meaning. */
export function keyOf(text: string): string {
  return digest(text).subarray(0, 16).toString('hex');
}

/** A store keeps its shard for ever: all instances must be started with the same number of shards. */
export function shardOf(storeId: string, shards: number): number {
  return digest(storeId).readUInt32BE(16) % shards;
}

export const streamName = (shard: number) => `apotheca-rows-${shard}`;
export const streamSubjects = (shard: number) => `apotheca.rows.${shard}.>`;
export const roomSubjects = (shard: number, storeKey: string) => `apotheca.rows.${shard}.${storeKey}.>`;
export const rowSubject = (shard: number, storeKey: string, origin: string) =>
  `apotheca.rows.${shard}.${storeKey}.${keyOf(origin)}`;
export const signalSubject = (storeKey: string) => `apotheca.signals.${storeKey}`;

export const bucketName = 'apotheca-relay';

/** `STORE.KEY` in the bucket; the key of the small state in an alphabet that keys may have. */
export function kvKey(storeKey: string, key: string): string {
  return `${storeKey}.${Buffer.from(key).toString('base64url')}`;
}

export function smallKeyOf(name: string): string {
  return Buffer.from(name.split('.').at(-1) ?? '', 'base64url').toString();
}
