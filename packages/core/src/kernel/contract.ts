import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Permission } from './permissions.ts';
import type { RefusalMap } from './refusal.ts';

/** What the edge checks before a handler runs. */
export interface EndpointMeta {
  readonly permission: Permission | 'public' | 'signed-in';
  /** Only the terminal's own window (launch token or MessagePort) may call it, e.g. first set-up, PIN sign-in. */
  readonly ownWindowOnly?: boolean;
}

export const denialSchema = z.object({
  id: z.string(),
  cite: z.string(),
  message: z.string(),
  severity: z.enum(['block', 'warn']).optional(),
});
export const obligationSchema = z.object({ id: z.string(), kind: z.string(), message: z.string(), cite: z.string() });
export const decisionSchema = z.object({
  allow: z.boolean(),
  denials: z.array(denialSchema),
  obligations: z.array(obligationSchema),
  revision: z.string(),
});

/** Refusals that any endpoint may answer with. A module's own come beside them. */
export const commonRefusals = {
  'invalid-input': {
    status: 400,
    message: 'Some fields are not valid. Correct the fields named below and send again.',
    data: z.object({ fields: z.array(z.object({ path: z.string(), message: z.string() })) }),
  },
  'sign-in-required': { status: 401, message: 'Sign in first, or sign in again: this session has ended.' },
  'session-locked': { status: 423, message: 'This session is locked. Unlock it with your PIN or password.' },
  forbidden: {
    status: 403,
    message: 'Your role may not do this. Ask someone who holds the named permission.',
    data: z.object({ permission: z.string(), role: z.string() }),
  },
  'own-window-only': { status: 403, message: "This can only be done in the terminal's own window." },
  'policy-denied': {
    status: 403,
    message: 'A rule forbids this. See the rules named below.',
    data: z.object({ denials: z.array(denialSchema), obligations: z.array(obligationSchema).optional() }),
  },
  'not-found': {
    status: 404,
    message: 'There is nothing with this id here.',
    data: z.object({ what: z.string(), id: z.string() }),
  },
  'idempotency-key-reused': {
    status: 422,
    message: 'This Idempotency-Key was used for a different request. Use a new key for a new request.',
  },
  'changed-elsewhere': {
    status: 409,
    message: 'Someone changed this since you opened it. Look at the new version, then try again.',
    data: z.object({ version: z.number(), by: z.string().nullable(), at: z.string() }),
  },
  'file-too-large': {
    status: 413,
    message: 'This file is too large to be kept. Scan it in grey or at a lower resolution, then send it again.',
    data: z.object({ bytes: z.number(), bytesMax: z.number() }),
  },
  'module-unavailable': {
    status: 503,
    message: 'This part of the system is switched off or failing. The others go on; see System.',
    data: z.object({ module: z.string(), reason: z.string() }),
  },
} as const satisfies RefusalMap;

/**
 * Starts the declaration of one endpoint: `endpoint('POST', '/patients', {...}).input(zod).output(zod)`.
 * Path parameters, query and body arrive merged in one input object. Paths are relative to /api/v1.
 * `refusals` are the endpoint's own, beside the common ones.
 */
export function endpoint<const R extends RefusalMap = Record<never, never>>(
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: `/${string}`,
  options: EndpointMeta & { summary: string; tag: string; refusals?: R; successStatus?: number },
) {
  return oc
    .$meta<EndpointMeta>({ permission: options.permission, ownWindowOnly: options.ownWindowOnly ?? false })
    .route({ method, path, summary: options.summary, tags: [options.tag], successStatus: options.successStatus ?? 200 })
    .errors({ ...commonRefusals, ...(options.refusals ?? ({} as R)) });
}

// Shapes that every module shares. Ids are opaque strings.
export const idSchema = z.string().min(1).max(80);
export const dateSchema = z.iso.date();
/** ISO 8601 with offset. */
export const timeSchema = z.iso.datetime({ offset: true });
/** A quantity on the wire: a JSON number with at most three decimals; inside, integer thousandths (`...Milli`). */
export const quantitySchema = z
  .number()
  .min(0.001)
  .max(1_000_000)
  .refine((n) => Math.abs(n * 1000 - Math.round(n * 1000)) < 1e-6, 'at most three decimals');
export const centsSchema = z.number().int();
/** A number or boolean in a query string arrives as text. */
export const queryInt = z.coerce.number().int();
export const queryBool = z.union([z.boolean(), z.enum(['true', 'false']).transform((v) => v === 'true')]);
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
export const pageQuery = { cursor: z.string().optional(), limit: queryInt.min(1).max(500).default(50) };

export function toMilli(quantity: number): number {
  return Math.round(quantity * 1000);
}
export function fromMilli(milli: number): number {
  return milli / 1000;
}
