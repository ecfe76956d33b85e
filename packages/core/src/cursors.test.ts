import { expect, test } from 'vitest';
import { contract } from './contract.ts';
import { createTestStore } from './testing/index.ts';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const madeUp = [
  ...['', 'x', '%%%', '1e999', '-5', 'NaN', 'null', '1~x~1', 'o1e999', '\u0000', '"'],
  ...[null, [], [1, 2], [null, null], ['a', {}], { a: 1 }].map(encoded),
];

interface Listed {
  readonly '~orpc': { readonly inputSchema?: { readonly shape?: Readonly<Record<string, unknown>> } };
}

test('KRN-12 a cursor that no list gave out switches no module off', async () => {
  const store = createTestStore();
  const lists = Object.entries(contract).flatMap(([module, endpoints]) =>
    Object.entries(endpoints as unknown as Record<string, Listed>)
      .filter(([, endpoint]) => endpoint['~orpc'].inputSchema?.shape?.cursor !== undefined)
      .map(([name]) => `${module}.${name}`),
  );
  expect(lists.length).toBeGreaterThan(10);
  for (const list of lists) {
    for (const cursor of madeUp) {
      await store
        .as('owner')
        .call(list, { id: 'x', q: '', cursor })
        .catch(() => null);
      expect([list, cursor, store.unexpected]).toEqual([list, cursor, []]);
    }
  }
});
