import type { z } from 'zod';

/**
 * Something the user asked for that cannot be done, as a value: `kind` picks the sentence and the HTTP status from
 * the endpoint's contract, `data` is what the screen needs to explain it. No prose here.
 */
export interface Refusal<K extends string = string, D = unknown> {
  readonly kind: K;
  readonly data: D;
}

/** What a contract declares for one refusal. `message` says what is wrong and what to do next. */
export interface RefusalDeclaration {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 423 | 429 | 503;
  readonly message: string;
  readonly data?: z.ZodType;
}
export type RefusalMap = Readonly<Record<string, RefusalDeclaration>>;

/** The closed union of refusals a map declares; `decide` functions return it. */
export type RefusalOf<M extends RefusalMap> = {
  [K in keyof M & string]: Refusal<K, M[K]['data'] extends z.ZodType<infer D> ? D : undefined>;
}[keyof M & string];

export type Result<T, R extends Refusal = Refusal> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: R };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse<K extends string>(kind: K): { readonly ok: false; readonly refusal: Refusal<K, undefined> };
export function refuse<K extends string, D>(kind: K, data: D): { readonly ok: false; readonly refusal: Refusal<K, D> };
export function refuse(kind: string, data?: unknown) {
  return { ok: false, refusal: { kind, data } };
}

/** How a refusal leaves a handler: thrown once, turned into an answer once, at the edge. */
export class RefusalError extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`refused: ${refusal.kind}`);
    this.name = 'RefusalError';
    this.refusal = refusal;
  }
}

/** The value, or throws the refusal to the edge. */
export function unwrap<T>(result: Result<T, Refusal>): T {
  if (result.ok) return result.value;
  throw new RefusalError(result.refusal);
}

/** A programmer's mistake: fails the request, never the data. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${what}`);
}
