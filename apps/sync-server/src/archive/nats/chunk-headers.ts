import { headers, type MsgHdrs } from '@nats-io/transport-node';
import type { Chunk, ChunkHeader } from '../archive.ts';

const names = {
  origin: 'Apotheca-Origin',
  lastSeq: 'Apotheca-Last',
  lastHash: 'Apotheca-Hash',
  sealedSeq: 'Apotheca-Sealed',
  atMs: 'Apotheca-At',
  bytes: 'Apotheca-Bytes',
  part: 'Apotheca-Part',
  by: 'Apotheca-By',
} as const;

/** A chunk larger than a message of the server goes as several; only the last one makes it whole. */
export interface ChunkPart {
  readonly chunk: ChunkHeader;
  readonly size: number;
  /** From 1. */
  readonly part: number;
  readonly parts: number;
  /** The instance that wrote it. */
  readonly by: string;
}

export function writeHeaders(chunk: Chunk, part: { part: number; parts: number; by: string }): MsgHdrs {
  const out = headers();
  out.set(names.origin, chunk.origin);
  out.set(names.lastSeq, String(chunk.lastSeq));
  out.set(names.lastHash, Buffer.from(chunk.lastHash).toString('base64'));
  out.set(names.sealedSeq, String(chunk.sealedSeq));
  out.set(names.atMs, String(chunk.atMs));
  out.set(names.bytes, String(chunk.bytes.length));
  out.set(names.part, `${part.part}/${part.parts}`);
  out.set(names.by, part.by);
  return out;
}

export function readHeaders(found: MsgHdrs): ChunkPart {
  const [part = 1, parts = 1] = found.get(names.part).split('/').map(Number);
  return {
    chunk: {
      origin: found.get(names.origin),
      lastSeq: Number(found.get(names.lastSeq)),
      lastHash: Buffer.from(found.get(names.lastHash), 'base64'),
      sealedSeq: Number(found.get(names.sealedSeq)),
      atMs: Number(found.get(names.atMs)),
    },
    size: Number(found.get(names.bytes)),
    part,
    parts,
    by: found.get(names.by),
  };
}
