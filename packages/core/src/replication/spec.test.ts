import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closeCodes } from './close-codes.ts';
import { messageTypes } from './messages.ts';

const text = readFileSync(join(import.meta.dirname, 'SPEC.md'), 'utf8');

test('SYN-11 SPEC.md lists every close code with when to dial again, and no other', () => {
  const listed = [...text.matchAll(/^\| (4\d{3}) \|.*\| (\w+) \|$/gm)].map(([, code, retry]) => [Number(code), retry]);
  const known = Object.values(closeCodes).map(({ code, retry }) => [code, retry] as const);
  expect(listed).toEqual([...known].sort(([a], [b]) => a - b));
});

test('SYN-1 SPEC.md names every message with its type', () => {
  const rows = [...text.matchAll(/^\| ([\d, ]+) \| ([A-Z, ]+) \| /gm)];
  const listed = rows.flatMap(([, types, names]) => {
    const each = names!.split(', ');
    return types!.split(', ').map((type, at) => [each[at]!.toLowerCase(), Number(type)] as const);
  });
  expect(Object.fromEntries(listed)).toEqual(messageTypes);
});
