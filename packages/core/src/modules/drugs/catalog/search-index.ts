import type { Database } from '../../../kernel/ports.ts';
import { indexWords, wordsOf } from './words.ts';

/**
 * Rows of the full-text index carry their rank as rowid: SQLite then reads hits best first and stops at a page, which
 * keeps `l` as quick as `lisinopril 20 mg lupin`. Rank: marketed before discontinued, then a first product of every
 * drug before a second labeler of any, then what is dispensed most, then what has an NDC.
 */
const inOrder = `
  SELECT description_id FROM (
    SELECT o.*, row_number() OVER (
      PARTITION BY o.lead, o.ingredient_count, o.form, o.strength
      ORDER BY o.status_order, o.has_ndc DESC, o.source_order, o.is_brand, o.description_id
    ) AS nth
    FROM draft_order o
  )
  ORDER BY status_order, CASE WHEN nth = 1 THEN 0 WHEN nth <= 3 THEN 1 ELSE 2 END, popularity, lead, ingredient_count,
    has_ndc DESC, source_order, is_brand, form, strength_order, nth, description_id`;

interface Indexed {
  id: number;
  name: string;
  brand_name: string | null;
  ingredients: string;
  labeler: string;
  dose_form: string;
  route: string;
  market: string;
}

/** The word that keeps one country's products out of another's lists. */
export function marketWord(market: string): string {
  return `market${market}`;
}

export function rankDescriptions(db: Database): number {
  return db.transaction(() => {
    let rank = 0;
    const insert = db.write('INSERT INTO ranking (rank, description_id) VALUES (?, ?)');
    for (const row of db.prepare<{ description_id: number }>(inOrder).iterate()) {
      rank += 1;
      insert.run(rank, row.description_id);
    }
    db.exec('DELETE FROM draft_order');
    return rank;
  });
}

/** Fills ranks `from` to `until`, both included. */
export function indexRanks(db: Database, from: number, until: number): void {
  const ranked = `
    SELECT r.rank AS id, d.name, d.brand_name, d.ingredients, d.labeler, d.dose_form, d.route, d.market
    FROM ranking r JOIN description d ON d.id = r.description_id WHERE r.rank BETWEEN ? AND ? ORDER BY r.rank`;
  db.transaction(() => {
    const insert = db.write('INSERT INTO search (rowid, lead, parts, words) VALUES (?, ?, ?, ?)');
    for (const row of db.prepare<Indexed>(ranked).iterate(from, until)) {
      insert.run(row.id, leadOf(row).join(' '), partsOf(row).join(' '), wordsFor(row).join(' '));
    }
  });
}

/** First words of the name, the brand and the first ingredient: what a person begins to type. */
function leadOf(row: Indexed): string[] {
  const names = [row.name, row.brand_name ?? '', ingredientsOf(row)[0] ?? ''].filter((name) => !/^\d/.test(name));
  return [...new Set(names.flatMap((name) => wordsOf(name).slice(0, 1)))];
}

/** First words of the further ingredients of a combination. */
function partsOf(row: Indexed): string[] {
  return [
    ...new Set(
      ingredientsOf(row)
        .slice(1)
        .flatMap((name) => wordsOf(name).slice(0, 1)),
    ),
  ];
}

function wordsFor(row: Indexed): string[] {
  const text = [row.name, row.brand_name ?? '', ...ingredientsOf(row), row.dose_form, row.route].join(' | ');
  return [...new Set([...indexWords(text), ...wordsOf(row.labeler), marketWord(row.market)])];
}

function ingredientsOf(row: Indexed): string[] {
  return (JSON.parse(row.ingredients) as { name: string }[]).map(({ name }) => name);
}
