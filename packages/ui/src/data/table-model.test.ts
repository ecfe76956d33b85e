import { describe, expect, test } from 'vitest';
import { keepCursor, nextSort, sortRows, stepIndex } from './table-model.ts';

describe('UI-40 lists', () => {
  test('UI-40 the cursor stays on its row while the list changes, then takes the next', () => {
    expect(keepCursor(['a', 'b', 'c'], ['c', 'b', 'a'], 'b')).toBe('b');
    expect(keepCursor(['a', 'b', 'c'], ['a', 'c'], 'b')).toBe('c');
    expect(keepCursor(['a', 'b', 'c'], ['a'], 'c')).toBe('a');
    expect(keepCursor([], ['a'], null)).toBe('a');
    expect(keepCursor(['a'], [], 'a')).toBeNull();
    expect(keepCursor(['a', 'b'], ['x', 'y'], 'b')).toBe('x');
  });

  test('UI-41 arrows, page keys, Home and End move within the list', () => {
    expect(stepIndex(-1, 5, 'ArrowDown', 3)).toBe(0);
    expect(stepIndex(4, 5, 'ArrowDown', 3)).toBe(4);
    expect(stepIndex(0, 5, 'ArrowUp', 3)).toBe(0);
    expect(stepIndex(0, 5, 'PageDown', 3)).toBe(3);
    expect(stepIndex(2, 5, 'End', 3)).toBe(4);
    expect(stepIndex(2, 5, 'Home', 3)).toBe(0);
    expect(stepIndex(2, 0, 'End', 3)).toBeNull();
    expect(stepIndex(2, 5, 'x', 3)).toBeNull();
  });

  test('UI-42 sorting keeps equal rows in order and puts missing values last', () => {
    const rows = [
      { id: 1, v: 'b10' },
      { id: 2, v: null },
      { id: 3, v: 'b9' },
      { id: 4, v: 'B10' },
    ];
    const ids = (direction: 'up' | 'down') => sortRows(rows, { column: 'v', direction }, (r) => r.v).map((r) => r.id);
    expect(ids('up')).toEqual([3, 1, 4, 2]);
    expect(ids('down')).toEqual([1, 4, 3, 2]);
    expect(nextSort(nextSort(nextSort(null, 'v'), 'v'), 'v')).toBeNull();
    expect(nextSort({ column: 'a', direction: 'down' }, 'v')).toEqual({ column: 'v', direction: 'up' });
  });
});
