import { describe, expect, test } from 'vitest';
import { citedIn, duplicates, rulesIn } from './checks/rule-ids.ts';
import { sources } from './tree.ts';

const rules = sources(/^docs\/specs\/.*\.md$/).flatMap(({ path, text }) => rulesIn(text).map((id) => ({ id, path })));
const cited = sources(/(\.test\.(ts|tsx|mjs)|\.contract\.ts|\.spec\.ts|\.e2e\.ts)$/).flatMap(({ path, text }) =>
  citedIn(text).map((id) => ({ id, path })),
);

describe('rules and tests', () => {
  test('TIDY-3 every rule has a test that carries its id', () => {
    const ids = new Set(cited.map(({ id }) => id));
    expect(rules.filter(({ id }) => !ids.has(id)).map(({ id, path }) => `${id} of ${path}`)).toEqual([]);
  });

  test('TIDY-3 every id in a test is a rule', () => {
    const ids = new Set(rules.map(({ id }) => id));
    const unknown = cited.filter(({ id }) => !ids.has(id)).map(({ id, path }) => `${id} in ${path}`);
    expect([...new Set(unknown)]).toEqual([]);
  });

  test('TIDY-3 no two rules have one id', () => {
    expect(duplicates(rules.map(({ id }) => id))).toEqual([]);
    expect(rules.length).toBeGreaterThan(100);
  });

  test('TIDY-3 an id is read however its line is written', () => {
    const spec = 'RX-1 a\n- RX-2 b\n- **RX-3** c\n**RX-4**: d\n  * RX-5. e\nsee RX-6 f\nSHA-256 of it\n## RX\nRX-7\n';
    expect(rulesIn(spec)).toEqual(['RX-1', 'RX-2', 'RX-3', 'RX-4', 'RX-5']);
  });

  test('TIDY-3 an id is found in every kind of title, and only there', () => {
    const text = [
      "test('#1 a refill', () => {});",
      "test.each(rows)('#2, #3 %s', () => {});",
      'describe(`#4: x`, () => {});',
      "describe('#5/#6 y', () => {});",
      '// #7 is not cited here',
      "expect('see #8').toBe('AES-256 key');",
      "problem('#9', row, '#10');",
      "describe(\n  '#11 it\\'s long',\n  async () => {});",
    ]
      .join('\n')
      .replaceAll('#', 'RX-');
    expect(citedIn(text)).toEqual(['RX-1', 'RX-2', 'RX-3', 'RX-4', 'RX-5', 'RX-6', 'RX-11']);
    expect(duplicates(['A-1', 'B-1', 'A-1'])).toEqual(['A-1']);
  });
});
