import { randomBytes } from 'node:crypto';
import type { Call, Session } from '@apotheca/core';

/** Everything a transport knows about one call; the edge adds the name of the procedure. */
export type CallFacts = Omit<Call, 'procedure'>;

export type HeaderBag = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface CallOrigin {
  readonly address: string;
  readonly ownWindow: boolean;
}

export type SessionLookup = (token: string) => Session | null;

const keyPattern = /^[\x21-\x7e]{1,200}$/;

/** Reads `Authorization` and `Idempotency-Key` of one call, whichever transport it came by. */
export function callFacts(
  headers: HeaderBag,
  origin: CallOrigin,
  signal: AbortSignal,
  sessionOf: SessionLookup,
): CallFacts {
  const token = bearerOf(one(headers.authorization));
  return {
    session: token === null ? null : sessionOf(token),
    address: origin.address,
    ownWindow: origin.ownWindow,
    idempotencyKey: one(headers['idempotency-key']) ?? null,
    requestId: newRequestId(),
    signal,
  };
}

/** A key that cannot be stored as it is would not protect the retry: refused instead of cut. */
export function isIdempotencyKeyValid(key: string | null): boolean {
  return key === null || keyPattern.test(key);
}

export function newRequestId(): string {
  return randomBytes(9).toString('base64url');
}

function bearerOf(header: string | undefined): string | null {
  const match = header === undefined ? null : /^Bearer +([\x21-\x7e]{1,1000})$/i.exec(header);
  return match?.[1] ?? null;
}

function one(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}
