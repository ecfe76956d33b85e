import { expect, test } from 'vitest';
import { DialogQueue } from './dialog-queue.ts';

test('UI-50 one dialog at a time: the second waits for the first, in order', () => {
  const queue = new DialogQueue();
  let changes = 0;
  queue.subscribe(() => {
    changes += 1;
  });
  const [first, second, third] = [Symbol('first'), Symbol('second'), Symbol('third')];
  const closeFirst = queue.enter(first);
  const closeSecond = queue.enter(second);
  queue.enter(third);
  expect(queue.current).toBe(first);
  closeSecond();
  expect(queue.current).toBe(first);
  closeFirst();
  expect(queue.current).toBe(third);
  expect(changes).toBe(5);
});
