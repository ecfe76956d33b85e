import type { ReadDb } from '../../../kernel/ports.ts';
import { type DrugRow, drugColumns } from './read-drug.ts';
import { marketWord } from './search-index.ts';
import { wordsOf } from './words.ts';

/** Groups of hits, best first; see `planOf`. */
const tiers = [0, 1, 2, 3, 4, 5] as const;
export type Tier = (typeof tiers)[number];

/** Where a page of text hits goes on. */
export interface TextCursor {
  readonly tier: Tier;
  readonly rank: number;
}
export interface TextHits {
  readonly rows: DrugRow[];
  readonly next: TextCursor | null;
}

const hits = `
  SELECT rowid AS rank FROM search WHERE search MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?`;
const shown = `
  SELECT ${drugColumns} FROM ranking r
  JOIN description d ON d.id = r.description_id
  JOIN drug g ON g.description_id = d.id AND g.ordinal = 0
  WHERE r.rank = ?`;

/**
 * Search as you type: every word begins a word of the entry, in any order. Tier by tier, each in the order of the
 * index. One row a product: its first package.
 */
export function searchText(
  db: ReadDb,
  query: string,
  options: { market: string; limit: number; cursor: TextCursor | null },
): TextHits {
  const { market, limit } = options;
  const plan = planOf(query, market);
  const ranks: TextCursor[] = [];
  const start = options.cursor ?? { tier: 0, rank: 0 };
  for (const tier of tiers) {
    if (tier < start.tier || ranks.length > limit) continue;
    const match = plan[tier];
    if (match === undefined) continue;
    const after = tier === start.tier ? start.rank : 0;
    for (const { rank } of db.prepare<{ rank: number }>(hits).all(match, after, limit + 1 - ranks.length))
      ranks.push({ rank, tier });
  }
  const page = ranks.slice(0, limit);
  const rows = page.flatMap(({ rank }) => db.prepare<DrugRow>(shown).get(rank) ?? []);
  return { rows, next: ranks.length > limit ? (page.at(-1) ?? null) : null };
}

/**
 * One match expression a tier: a typed word begins the name, the brand or the first ingredient; begins another
 * ingredient; begins anything. A number that may still be typed (`lisinopril 2`) counts as it stands first, then as the
 * beginning of others. Each tier leaves out what those before it find.
 */
function planOf(query: string, market: string): readonly (string | undefined)[] {
  const words = wordsOf(query).slice(0, 12);
  const scope = market === 'us' ? `NOT words : "${marketWord('in')}"` : `AND words : "${marketWord(market)}"`;
  if (words.length === 0) return [undefined, undefined, `words : "${marketWord(market)}"`];
  const isOpen = !/\s$/.test(query) && /^\d/.test(words.at(-1) ?? '');
  const whole = words.map((word) => term(word, false)).join(' AND ');
  const begun = words.map((word, i) => term(word, isOpen && i === words.length - 1)).join(' AND ');
  const names = words.filter((word) => /^[a-z]/.test(word)).map((word) => `"${word}"*`);
  const all = `(${whole}) ${scope}`;
  const open = isOpen ? `((${begun}) NOT (${whole})) ${scope}` : undefined;
  if (names.length === 0) return [undefined, undefined, all, undefined, undefined, open];
  const any = `(${names.join(' OR ')})`;
  const split = (match: string) => [
    `(${match}) AND lead : ${any}`,
    `((${match}) AND parts : ${any}) NOT lead : ${any}`,
    `(${match}) NOT {lead parts} : ${any}`,
  ];
  const [lead, parts, rest] = split(all);
  const [openLead, openParts, openRest] = open === undefined ? [] : split(open);
  return [lead, openLead, parts, openParts, rest, openRest];
}

/** A number counts as typed, `20` is not `200`, unless it is still being typed. */
function term(word: string, isOpen: boolean): string {
  return /^[a-z]/.test(word) || isOpen ? `words : "${word}"*` : `words : "${word}"`;
}
