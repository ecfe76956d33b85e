/** Lists go newest first and continue after the last row that was shown: a time and an id. */

export function cursorOf(at: string, id: string): string {
  return `${at} ${id}`;
}

export function readCursor(cursor: string | undefined): { at: string; id: string } {
  const [at = '', id = ''] = (cursor ?? '9999 ').split(' ');
  return { at, id };
}

/** One row more than asked for was read when there is a next page. */
export function pageOf<S, T>(
  found: readonly S[],
  limit: number,
  cursor: (row: S) => string,
  show: (row: S) => T,
): { items: T[]; nextCursor: string | null } {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(show), nextCursor: found.length > limit && last !== undefined ? cursor(last) : null };
}
