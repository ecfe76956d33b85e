import type { CertifiedOrigin, OriginHead } from '@apotheca/core/replication';

/** Keys of the small state of a room. */
export const smallKeys = {
  origin: (origin: string) => `o:${origin}`,
  floor: (origin: string) => `f:${origin}`,
  /** Two truths at one place: the chunk that was refused. */
  fork: (origin: string) => `q:${origin}`,
  member: (terminalId: string) => `m:${terminalId}`,
  revoked: (terminalId: string) => `r:${terminalId}`,
  acks: (terminalId: string) => `a:${terminalId}`,
  /** The first member: created once, never replaced. */
  founder: 'founder',
  vote: 'vote',
} as const;

export function partsOfKey(key: string): { kind: string; name: string } {
  return { kind: key.slice(0, 1), name: key.slice(2) };
}

const text = (raw: Uint8Array) => Buffer.from(raw).toString('base64');
const raw = (base64: unknown) => Buffer.from(String(base64), 'base64');
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
export function readJson(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}

export function encodeFloor({ seq, hash, sealedSeq }: OriginHead): Uint8Array {
  return json({ seq, hash: text(hash), sealedSeq: sealedSeq ?? 0 });
}

export function decodeFloor(origin: string, bytes: Uint8Array): OriginHead {
  const { seq, hash, sealedSeq } = readJson(bytes) as Record<string, unknown>;
  return { origin, seq: Number(seq), hash: raw(hash), sealedSeq: Number(sealedSeq) };
}

export function encodeOrigin(record: CertifiedOrigin): Uint8Array {
  const { origin, terminalId, publicKey, startedAt, certificate } = record;
  return json({ origin, terminalId, publicKey: text(publicKey), startedAt, certificate: text(certificate) });
}

export function decodeOrigin(bytes: Uint8Array): CertifiedOrigin {
  const { origin, terminalId, publicKey, startedAt, certificate } = readJson(bytes) as Record<string, unknown>;
  return {
    origin: String(origin),
    terminalId: String(terminalId),
    publicKey: raw(publicKey),
    startedAt: String(startedAt),
    certificate: raw(certificate),
  };
}

/** What a terminal said it has on its disk: origin to sequence number. */
export function encodeAcks(acks: ReadonlyMap<string, number>): Uint8Array {
  return json(Object.fromEntries(acks));
}

export function decodeAcks(bytes: Uint8Array): Map<string, number> {
  return new Map(Object.entries(readJson(bytes) as Record<string, number>).map(([key, seq]) => [key, Number(seq)]));
}
