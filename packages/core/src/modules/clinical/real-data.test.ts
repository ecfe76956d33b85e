import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { factsOfText } from './drug-facts.ts';
import { ingredientCodes } from './ingredient-codes.ts';
import { med, pair } from './screen-fixture.ts';

const root = path.resolve(import.meta.dirname, '../../../../..');
const folder = path.resolve(root, process.env.APOTHECA_TEST_DATA ?? '../shared/data');
const concepts = `${folder}/rxnorm_prescribable/concepts.csv`;
const interactions = `${folder}/ddi/ndfrt_interactions.csv`;
const present = existsSync(concepts) && existsSync(interactions);

describe.skipIf(!present)(`against published files${present ? '' : ' (skipped: test data folder absent)'}`, () => {
  const rows = (file: string) =>
    readFileSync(file, 'utf8')
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','));

  test('CLIN-82 every code we carry has the name RxNorm gives it, where the file has it', () => {
    const names = new Map(
      rows(concepts).map(([rxcui, , ...name]) => [rxcui, name.join(',').replace(/"/g, '').toLowerCase()]),
    );
    let checked = 0;
    for (const [code, name] of ingredientCodes) {
      const published = names.get(code);
      if (published === undefined) continue;
      checked += 1;
      expect(published, code).toBe(name);
    }
    expect(checked).toBeGreaterThan(100);
  });

  test('CLIN-82 every clinical drug of RxNorm is read as a drug with its ingredients', () => {
    const drugs = rows(concepts)
      .filter(([, tty]) => tty === 'SCD' || tty === 'SBD')
      .map(([, , ...name]) => name.join(',').replace(/^"|"$/g, ''));
    const unread = drugs.filter((name) => factsOfText(name) === null);
    expect(drugs.length).toBeGreaterThan(5000);
    expect(unread).toEqual([]);
    const withStrength = drugs.filter((name) =>
      factsOfText(name)?.ingredients.some((i) => i.strength !== null || i.microgramsPerHour !== null),
    ).length;
    expect(withStrength / drugs.length).toBeGreaterThan(0.6);
  });

  test('CLIN-3 the 5,000 pairs of the 2014 file are screened in both orders without one that depends on the order', () => {
    let found = 0;
    let pairs = 0;
    for (const [first, , second] of rows(interactions)) {
      if (!first || !second || first.startsWith('"') || second.startsWith('"')) continue;
      pairs += 1;
      if (pair(med(first.toLowerCase()), med(second.toLowerCase())).some((f) => f.kind === 'drug-interaction'))
        found += 1;
    }
    expect(pairs).toBeGreaterThan(4000);
    expect(found).toBeGreaterThan(300);
  });
});
