import type { Database, ReadDb } from '../../../kernel/ports.ts';
import { applicationDrafts } from '../import/drafts-applications.ts';
import { ndcDrafts, type Unmatched } from '../import/drafts-ndc.ts';
import { rxnormDrafts } from '../import/drafts-rxnorm.ts';
import { type BuildHooks, batchRows, ImportCancelled } from '../import/progress.ts';
import type { CatalogSource } from '../model.ts';
import type { Draft } from './draft.ts';
import { derivedTables, dropDerived } from './schema.ts';
import { indexRanks, rankDescriptions } from './search-index.ts';
import { wordsOf } from './words.ts';

/** Makes `description`, `drug`, `unmatched` and the search index anew from everything the sources say. */
export function deriveCatalog(db: Database, hooks: Pick<BuildHooks, 'progress' | 'shouldStop' | 'batchRows'>): void {
  const batch = hooks.batchRows ?? batchRows;
  db.transaction(() => {
    db.exec(dropDerived);
    db.exec(derivedTables);
  });
  const total = expectedDrafts(db);
  const write = draftWriter(db);
  const unmatched: [CatalogSource, Unmatched][] = [];
  let done = 0;
  for (const group of batches(
    allDrafts(db, (source, one) => unmatched.push([source, one])),
    batch,
  )) {
    if (hooks.shouldStop()) throw new ImportCancelled();
    db.transaction(() => {
      for (const draft of group) write(draft);
      for (const [source, one] of unmatched.splice(0)) writeUnmatched(db, source, one);
    });
    done += group.length;
    hooks.progress({ phase: 'joining', done, total: Math.max(total, done) });
  }
  const ranks = rankDescriptions(db);
  for (let from = 1; from <= ranks; from += batch) {
    if (hooks.shouldStop()) throw new ImportCancelled();
    indexRanks(db, from, Math.min(ranks, from + batch - 1));
    hooks.progress({ phase: 'indexing', done: Math.min(ranks, from + batch - 1), total: ranks });
  }
}

function* allDrafts(db: ReadDb, unmatched: (source: CatalogSource, one: Unmatched) => void): Generator<Draft> {
  for (const row of db.prepare<{ record: string }>('SELECT record FROM starter ORDER BY id').all())
    yield JSON.parse(row.record) as Draft;
  yield* ndcDrafts(db, (one) => unmatched('ndc-directory', one));
  yield* applicationDrafts(db);
  yield* rxnormDrafts(db, (one) => unmatched('rxnorm', one));
}

function expectedDrafts(db: ReadDb): number {
  const count = (table: string) => db.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0;
  return count('starter') + count('ndc_product') + count('application_product');
}

function writeUnmatched(db: Database, source: CatalogSource, one: Unmatched): void {
  db.write('INSERT OR IGNORE INTO unmatched (source, key, name, reason) VALUES (?, ?, ?, ?)').run(
    source,
    one.key,
    one.name,
    one.reason,
  );
}

const descriptionColumns =
  'id, source, source_key, name, brand_name, ingredients, strength, dose_form, route, labeler, classes, schedule, is_schedule_known, te_code, product, rxcui, status, unit, ends_on, market';

/** Writes drafts in the order they come. A key that two sources claim belongs to the first. */
function draftWriter(db: Database): (draft: Draft) => void {
  const popularity = popularityOf(db);
  const hasDirectory = db.prepare('SELECT 1 FROM ndc_product LIMIT 1').get() !== undefined;
  let id = 0;
  return (draft) => {
    id += 1;
    const lead = leadName(draft);
    db.write(`INSERT INTO description (${descriptionColumns}) VALUES (${descriptionColumns.replace(/\w+/g, '?')})`).run(
      id,
      draft.source,
      draft.sourceKey,
      draft.name,
      draft.brandName,
      JSON.stringify(draft.ingredients),
      draft.strength,
      draft.doseForm,
      draft.route,
      draft.labeler,
      JSON.stringify(draft.classes),
      draft.schedule,
      draft.scheduleKnown ? 1 : 0,
      draft.teCode,
      draft.product,
      draft.rxcui,
      draft.status,
      draft.unit,
      draft.endsOn,
      draft.market,
    );
    let ordinal = 0;
    for (const pack of draft.packages) {
      const written = db
        .write(
          'INSERT INTO drug (key, description_id, ordinal, ndc, size_milli, unit, rxcui, ends_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
        )
        .run(
          pack.key,
          id,
          pack.isPickable ? ordinal : null,
          pack.ndc,
          pack.sizeMilli,
          pack.unit,
          pack.rxcui,
          pack.endsOn,
        );
      if (written.changes > 0 && pack.isPickable) ordinal += 1;
    }
    if (ordinal === 0) return;
    db.write(
      'INSERT INTO draft_order (description_id, status_order, popularity, lead, ingredient_count, form, strength, strength_order, has_ndc, source_order, is_brand) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ).run(
      id,
      statusOrder(draft),
      popularity.get(lead) ?? 99_999,
      lead,
      draft.ingredients.length,
      draft.doseForm.toLowerCase(),
      draft.strength.toLowerCase(),
      strengthOrder(draft.strength),
      draft.packages[0]?.key.includes('-') ? 0 : 1,
      sourceOrder(draft.source, hasDirectory),
      draft.brandName === null ? 0 : 1,
    );
  };
}

function leadName(draft: Draft): string {
  return wordsOf(draft.ingredients[0]?.name ?? draft.name)[0] ?? '';
}

/** What the starter catalogue lists first is dispensed most. */
function popularityOf(db: ReadDb): Map<string, number> {
  const order = new Map<string, number>();
  for (const row of db.prepare<{ record: string }>('SELECT record FROM starter ORDER BY id').all()) {
    const lead = leadName(JSON.parse(row.record) as Draft);
    if (!order.has(lead)) order.set(lead, order.size);
  }
  return order;
}

function statusOrder(draft: Draft): number {
  if (draft.status === 'rx' || draft.status === 'unknown') return 0;
  return draft.status === 'otc' ? 1 : 2;
}

function sourceOrder(source: CatalogSource, hasDirectory: boolean): number {
  if (source === 'starter') return hasDirectory ? 9 : 0;
  return source === 'ndc-directory' ? 1 : source === 'rxnorm' ? 2 : 3;
}

/** Thousandths of the first number: only sorts 5 mg before 10 mg. */
function strengthOrder(strength: string): number {
  const [, whole = '', fraction = ''] = /([\d,]+)(?:\.(\d+))?/.exec(strength) ?? [];
  return Number(whole.replaceAll(',', '').slice(0, 9)) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
}

function* batches<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let group: T[] = [];
  for (const item of items) {
    group.push(item);
    if (group.length === size) {
      yield group;
      group = [];
    }
  }
  yield group;
}
