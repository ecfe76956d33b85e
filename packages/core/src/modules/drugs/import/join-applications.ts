import type { Database } from '../../../kernel/ports.ts';
import { productKey } from '../ndc.ts';
import { strengthKey, strengthSignature } from '../strength.ts';
import type { Edition } from './detect.ts';
import { applicationProductColumns, formAndRoute, ingredientKey } from './orange-book.ts';
import type { BuildHooks, Rejection } from './progress.ts';

interface FdaRow {
  application: string;
  number: string;
  form: string;
  strength: string;
  is_reference: number;
  trade_name: string;
  ingredients: string;
  line: number;
  type: string | null;
  sponsor: string | null;
  status: number | null;
}

/** MarketingStatus_Lookup of the Drugs@FDA files. */
const statuses: Readonly<Record<number, string>> = { 1: 'rx', 2: 'otc', 3: 'discontinued', 4: 'tentative' };

/** A product may stand under several statuses (sold both ways): the most open one counts, and only its TE codes. */
const products = `
  SELECT p.*, a.type, a.sponsor,
    (SELECT s.status FROM fda_status s WHERE s.application = p.application AND s.number = p.number
      ORDER BY CASE s.status WHEN 1 THEN 0 WHEN 2 THEN 1 WHEN 3 THEN 3 ELSE 2 END LIMIT 1) AS status
  FROM fda_product p LEFT JOIN fda_application a ON a.application = p.application`;
const codesOf = 'SELECT code FROM fda_te WHERE application = ? AND number = ? AND status = ? ORDER BY code';
const orphans = (table: string) => `
  SELECT t.application, t.number, t.line FROM ${table} t
  WHERE NOT EXISTS (SELECT 1 FROM fda_product p WHERE p.application = t.application AND p.number = t.number)
  ORDER BY t.line`;

const doneKey = 'joined drugs-at-fda';

/**
 * Joins the four Drugs@FDA tables into products; what does not join is rejected by its line. One transaction, done once
 * an import: asked again after an interruption, it only tells how many it rejected.
 */
export function joinApplications(db: Database, edition: Edition, importId: string, hooks: BuildHooks): number {
  const before = db.prepare<{ value: string }>('SELECT value FROM meta WHERE key = ?').get(doneKey)?.value.split(' ');
  if (before?.[0] === importId) return Number(before[1]);
  const nameOf = (id: string) => edition.parts.find((part) => part.format.id === id)?.name ?? id;
  const rejections: Rejection[] = [];
  db.transaction(() => {
    const marks = applicationProductColumns.map(() => '?').join(', ');
    const insert = `INSERT INTO application_product (${applicationProductColumns.join(', ')}) VALUES (${marks})`;
    for (const row of db.prepare<FdaRow>(products).iterate()) {
      if (row.type === null) {
        const reason = `application ${row.application} is not in Applications.txt`;
        rejections.push({ file: nameOf('fda-products'), line: row.line, reason, excerpt: row.trade_name });
        continue;
      }
      const product = productKey(row.type, row.application, row.number);
      const [form, route] = formAndRoute(row.form);
      const codes = db.prepare<{ code: string }>(codesOf).all(row.application, row.number, row.status ?? 0);
      db.write(insert).run(
        'drugs-at-fda',
        product,
        product.slice(0, 7),
        row.ingredients,
        ingredientKey(row.ingredients),
        form,
        route,
        row.strength,
        strengthKey(row.strength),
        strengthSignature(row.strength),
        row.trade_name,
        row.sponsor ?? '',
        codes.length === 0 ? null : codes.map(({ code }) => code).join(','),
        row.status === null ? 'unknown' : (statuses[row.status] ?? 'other'),
        row.is_reference,
        null,
      );
    }
    for (const [table, id] of [
      ['fda_te', 'fda-te'],
      ['fda_status', 'fda-status'],
    ] as const) {
      for (const row of db.prepare<{ application: string; number: string; line: number }>(orphans(table)).all()) {
        const reason = `product ${row.number} of application ${row.application} is not in Products.txt`;
        rejections.push({ file: nameOf(id), line: row.line, reason, excerpt: '' });
      }
    }
    for (const table of ['fda_application', 'fda_product', 'fda_te', 'fda_status']) db.exec(`DELETE FROM ${table}`);
    if (rejections.length > 0) hooks.rejected(rejections);
    db.write('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(doneKey, `${importId} ${rejections.length}`);
  });
  hooks.counted(0, rejections.length);
  return rejections.length;
}
