import { expect, test } from 'vitest';
import { ActionKey } from './action-key.ts';

function counting(): () => string {
  let n = 0;
  return () => {
    n += 1;
    return `key-${n}`;
  };
}

test('UI-63 a repeated press with unknown outcome uses the same key', () => {
  const action = new ActionKey(counting());
  expect(action.keyFor({ id: 'a' })).toBe('key-1');
  expect(action.keyFor({ id: 'a' })).toBe('key-1');
});

test('UI-63 another input is another action', () => {
  const action = new ActionKey(counting());
  action.keyFor({ quantity: 30 });
  expect(action.keyFor({ quantity: 60 })).toBe('key-2');
});

test('UI-63 after an answer the same input is a new action', () => {
  const action = new ActionKey(counting());
  action.keyFor({ id: 'a' });
  action.settle();
  expect(action.keyFor({ id: 'a' })).toBe('key-2');
});
