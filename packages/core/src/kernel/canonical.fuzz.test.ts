import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical.ts';

/** What it should be, said as simply as it can be. */
function plainly(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plainly).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${plainly(member)}`).join()}}`;
}

const key = fc.oneof(fc.string(), fc.constantFrom('a', 'b', 'ä', '10', '9', '__proto__', 'toJSON', 'constructor', ''));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.integer(),
    fc.constantFrom(null, true, false, undefined, -0, () => 1),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

test('KRN-16 canonical text has its keys sorted, whatever the keys are and however deep they stand', () => {
  const property = fc.property(value, (one) => {
    expect(canonicalJson(one)).toBe(plainly(one));
  });
  fc.assert(property, { numRuns: 2000 });
});

test('KRN-16 canonical text does not depend on the order in which members were set, and leaves its input alone', () => {
  const name = key.filter((one) => one !== '__proto__');
  const property = fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), (members) => {
    const unique = [...new Map(members)];
    const forth = Object.fromEntries(unique);
    const order = Object.keys(forth);
    expect(canonicalJson(forth)).toBe(canonicalJson(Object.fromEntries(unique.reverse())));
    expect(Object.keys(forth)).toEqual(order);
  });
  fc.assert(property);
});
