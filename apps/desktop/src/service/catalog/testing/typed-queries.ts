import type { ReadDb } from '@apotheca/core';

/**
 * Searches as people type them: names cut off after some letters, with strength, form, brand or the codes on packages,
 * drawn from the catalogue itself with a seeded generator.
 */
export function typedQueries(db: ReadDb, count: number, random: () => number): string[] {
  const rows = db.prepare<{
    name: string;
    brand_name: string | null;
    strength: string;
    dose_form: string;
    key: string;
  }>(
    'SELECT d.name, d.brand_name, d.strength, d.dose_form, g.key FROM description d JOIN drug g ON g.description_id = d.id AND g.ordinal = 0 WHERE d.id = ?',
  );
  const last = db.prepare<{ n: number }>('SELECT max(id) AS n FROM description').get()?.n ?? 0;
  const queries: string[] = [];
  while (queries.length < count) {
    const row = rows.get(1 + Math.floor(random() * last));
    if (row) queries.push(typed(row, random));
  }
  return queries;
}

function typed(
  row: { name: string; brand_name: string | null; strength: string; dose_form: string; key: string },
  random: () => number,
): string {
  const upTo = (text: string, least: number) =>
    text.slice(0, least + Math.floor(random() * Math.max(1, text.length - least)));
  const word = row.name.split(' ').find((one) => /^[a-z]{3}/.test(one)) ?? row.name;
  const kinds = [
    () => upTo(word, 1),
    () => upTo(word, 3),
    () => `${upTo(word, 4)} ${row.strength.split(' ')[0]}`,
    () => `${word} ${row.strength}`,
    () => `${row.strength.split(' / ')[0]} ${upTo(word, 4)} ${upTo(row.dose_form, 3)}`,
    () => upTo(row.brand_name ?? word, 3),
    () => upTo(row.key, 4),
    () => row.key,
  ];
  return (kinds[Math.floor(random() * kinds.length)] ?? kinds[0])?.() ?? word;
}
