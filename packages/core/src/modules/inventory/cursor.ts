import { RefusalError } from '../../kernel/refusal.ts';

/** Where a page ended: the values of the sort columns of its last row, opaque to the caller. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** Null on a first page. A cursor this list did not give out is invalid input. */
export function decodeCursor<T extends readonly (string | number)[]>(
  cursor: string | undefined,
  shape: { readonly [K in keyof T]: 'string' | 'number' },
): T | null {
  if (cursor === undefined) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(values) && values.length === shape.length && values.every((v, i) => typeof v === shape[i])) {
      return values as unknown as T;
    }
  } catch {
    // falls through to the refusal: what does not parse is no cursor either
  }
  throw new RefusalError({
    kind: 'invalid-input',
    data: { fields: [{ path: 'cursor', message: 'is not one this list gave out; start from the first page' }] },
  });
}

/** Cuts a list that was read one row too far and says where to go on. */
export function toPage<R, T>(
  rows: readonly R[],
  limit: number,
  toItem: (row: R) => T,
  toCursor: (row: R) => readonly (string | number)[],
): { items: T[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(toItem), nextCursor: more ? encodeCursor(toCursor(last)) : null };
}
