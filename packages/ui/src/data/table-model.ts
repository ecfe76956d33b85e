/** What a table shows and in which order; apart from React so that it can be tested. */
export interface SortState {
  readonly column: string;
  readonly direction: 'up' | 'down';
}

export type SortValue = string | number | null | undefined;

/** Missing values stand last in either direction; equal rows keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  sort: SortState | null,
  valueIn: ((row: Row) => SortValue) | undefined,
): readonly Row[] {
  if (!sort || !valueIn) return rows;
  const sign = sort.direction === 'up' ? 1 : -1;
  const text = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  return rows.toSorted((a, b) => {
    const [left, right] = [valueIn(a), valueIn(b)];
    if (left === null || left === undefined) return right === null || right === undefined ? 0 : 1;
    if (right === null || right === undefined) return -1;
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
    return sign * text.compare(String(left), String(right));
  });
}

/** A click on a heading: up, down, then the list's own order again. */
export function nextSort(current: SortState | null, column: string): SortState | null {
  if (current?.column !== column) return { column, direction: 'up' };
  return current.direction === 'up' ? { column, direction: 'down' } : null;
}

/**
 * Where the cursor goes when the list changes under it: it stays on its row; if that row is gone, on the row that took
 * its place; on the first row when nothing was chosen yet.
 */
export function keepCursor(
  before: readonly string[],
  after: readonly string[],
  selected: string | null,
): string | null {
  if (after.length === 0) return null;
  if (selected === null) return after[0] ?? null;
  if (after.includes(selected)) return selected;
  const index = before.indexOf(selected);
  const left = new Set(after);
  const next = before.slice(index + 1).find((key) => left.has(key));
  const previous = before.slice(0, Math.max(index, 0)).findLast((key) => left.has(key));
  return next ?? previous ?? after[0] ?? null;
}

export function stepIndex(index: number, count: number, key: string, page: number): number | null {
  const from = Math.max(index, -1);
  const targets: Record<string, number> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: count - 1,
  };
  const target = targets[key];
  if (target === undefined || count === 0) return null;
  return Math.max(0, Math.min(count - 1, target));
}
