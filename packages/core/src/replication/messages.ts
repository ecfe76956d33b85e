import type { LedgerRow, Seal } from '../kernel/ledger/chain.ts';
import type { CertifiedOrigin, OriginHead, Signal } from './ports.ts';

/** First byte of a message. From 64 on a receiver that does not know a type passes over it. */
export const messageTypes = {
  hello: 1,
  origin: 2,
  have: 3,
  want: 4,
  drop: 5,
  frames: 6,
  credit: 7,
  floor: 8,
  signal: 9,
  ping: 10,
  pong: 11,
  bye: 12,
} as const;

export const skippableFrom = 64;

export interface Hello {
  readonly type: 'hello';
  readonly protocolMin: number;
  readonly protocolMax: number;
  readonly storeId: string;
  readonly terminalId: string;
  /** Incarnation the sender writes under; empty for a relay. */
  readonly origin: string;
  readonly kind: 'direct' | 'relay';
  readonly appVersion: string;
  readonly schemaVersion: number;
  readonly nowMs: number;
  /** Bytes of FRAMES the sender of HELLO lets be on the way to it. */
  readonly windowBytes: number;
}

export interface Have {
  readonly type: 'have';
  /** True for the first part of a whole list: what is not in it or its next parts is not there. */
  readonly full: boolean;
  readonly heads: readonly OriginHead[];
}

export interface Frames {
  readonly type: 'frames';
  readonly origin: string;
  /** One after the other, each following the hash of the one before. May be empty when seals alone are sent. */
  readonly rows: readonly LedgerRow[];
  readonly seals: readonly Seal[];
}

export interface RoutedSignal extends Signal {
  /** Eight bytes of chance in hex: the same signal that comes by two ways is delivered once. */
  readonly id: string;
}

export type Message =
  | Hello
  | { readonly type: 'origin'; readonly record: CertifiedOrigin }
  | Have
  | { readonly type: 'want'; readonly origin: string; readonly afterSeq: number }
  | { readonly type: 'drop'; readonly origin: string }
  | Frames
  | { readonly type: 'credit'; readonly bytes: number }
  | { readonly type: 'floor'; readonly origin: string; readonly seq: number }
  | { readonly type: 'signal'; readonly signal: RoutedSignal }
  | { readonly type: 'ping' | 'pong'; readonly nonce: number; readonly nowMs: number }
  | { readonly type: 'bye'; readonly code: number; readonly reason: string }
  /** Of a later version, to be passed over. */
  | { readonly type: 'skipped' };
