import { fromMilli } from '../../kernel/contract.ts';
import type { Handlers, ModuleContext } from '../../kernel/module.ts';
import type { ReadDb } from '../../kernel/ports.ts';
import { RefusalError, unwrap } from '../../kernel/refusal.ts';
import { scheduleAggregate } from './aggregates.ts';
import type { DrugReader } from './catalog/drug-reader.ts';
import { familyOf, hasEquivalenceEdition, readSubstitutionCase } from './catalog/read-substitutes.ts';
import type { drugsContract } from './contract.ts';
import { decideSchedule } from './decide-schedule.ts';
import type { CatalogSource, DrugRecord, MarketingStatus } from './model.ts';
import { scheduleId } from './overlay.ts';
import { type Allowed, decideSubstitutes, type NotAllowed } from './substitution.ts';
import { tallMan } from './tall-man.ts';
import { cursorText, drugOnWire, readCursor } from './wire.ts';

type Part = Pick<Handlers<typeof drugsContract>, 'search' | 'get' | 'substitutes' | 'scan' | 'stateSchedule'>;

export interface CatalogAccess {
  catalog(): ReadDb;
  reader(): DrugReader;
  /** The same without the store's own statements. */
  sourceReader(): DrugReader;
  market(): string;
}

export function catalogHandlers(context: ModuleContext, access: CatalogAccess): Part {
  return {
    search({ q, cursor, limit }) {
      const page = access.reader().search(q, { market: access.market(), limit, cursor: readCursor(cursor) });
      return { items: page.items.map(drugOnWire), nextCursor: cursorText(page.next) };
    },
    get({ drug }) {
      const reader = access.reader();
      const record = found(reader, drug);
      const family = familyOf(access.catalog(), record, (row) => reader.record(row));
      const stated = context.load(scheduleAggregate, scheduleId(record));
      return {
        ...drugOnWire(record),
        packages: family.map((one) => ({
          key: one.key,
          ndcLabel: one.ndc ?? one.key,
          packageSize: one.packageSizeMilli === null ? null : fromMilli(one.packageSizeMilli),
        })),
        application: applicationOf(access.catalog(), record),
        protections: protectionsOf(access.catalog(), record),
        scheduleStatedBy: stated ? { name: stated.byName, at: stated.at, note: stated.note } : null,
      };
    },
    substitutes({ drug, state, daw }) {
      const reader = access.reader();
      const record = found(reader, drug);
      const read = readSubstitutionCase(access.catalog(), record, { daw, record: (row) => reader.record(row) });
      const { items, notAllowed } = decideSubstitutes(read.case);
      return {
        items: items.map((one) => ({ ...onWire(one), class: one.class })),
        notAllowed: notAllowed.map((one) => ({ ...onWire(one), class: one.class })),
        edition:
          read.source === null
            ? null
            : { source: read.source, editionDate: editionDate(access.catalog(), read.source) },
        notes: notesFor(access.catalog(), record, read.source, state),
      };
    },
    scan({ barcode }) {
      const scan = unwrap(access.reader().scan(barcode));
      return {
        carrier: scan.carrier,
        ndc: scan.ndc11,
        ndcLabel: scan.ndc,
        candidates: [...scan.candidates],
        ...(scan.gtin === null ? {} : { gtin: scan.gtin }),
        ...(scan.lotNumber === null ? {} : { lotNumber: scan.lotNumber }),
        ...(scan.expiresOn === null ? {} : { expiresOn: scan.expiresOn }),
        ...(scan.serial === null ? {} : { serial: scan.serial }),
        drug: scan.drug ? drugOnWire(scan.drug) : null,
      };
    },
    stateSchedule({ drug, schedule, note }, call) {
      const source = found(access.sourceReader(), drug);
      return context.command(call, { action: 'drugs.state-schedule' }, (unit) => {
        unit.authorize({ schedule });
        const stated = unwrap(decideSchedule(source, schedule));
        unit.append(scheduleAggregate, scheduleId(source), {
          type: 'drugs.schedule-stated',
          payload: { schedule: stated, note },
        });
        return drugOnWire({ ...source, schedule: stated, scheduleKnown: true });
      });
    },
  };
}

/** The record a path names, or the refusal that says what to do. */
function found(reader: DrugReader, text: string): DrugRecord {
  const resolved = reader.resolve(text);
  if (resolved.kind === 'ambiguous') {
    throw new RefusalError({ kind: 'ndc-ambiguous', data: { candidates: [...resolved.candidates] } });
  }
  const record = resolved.kind === 'found' ? reader.byKey(resolved.key) : undefined;
  if (!record) throw new RefusalError({ kind: 'not-found', data: { what: 'drug', id: text } });
  return record;
}

function onWire(one: Allowed | NotAllowed) {
  const { key, ndc, product, name } = drugOnWire(one.record);
  return {
    key,
    ...(ndc === undefined ? {} : { ndc }),
    ...(product === undefined ? {} : { product }),
    name,
    displayName: tallMan(name),
    labeler: one.record.labeler,
    teCode: one.teCode,
    reason: one.reason,
  };
}

function notesFor(db: ReadDb, record: DrugRecord, source: CatalogSource | null, state: string | undefined): string[] {
  const law = `State law${state ? ` (${state})` : ''}, patient consent and narrow-therapeutic-index lists are not part of this answer.`;
  if (source !== null) {
    return record.product?.startsWith('B')
      ? [
          law,
          'This is a biologic: only what the Purple Book calls interchangeable may be substituted, and no edition of it is imported.',
        ]
      : [law];
  }
  const why = hasEquivalenceEdition(db)
    ? 'This package is joined to no application product of the imported edition, so nothing can be called equivalent to it.'
    : 'No Orange Book or Drugs@FDA edition is imported, so nothing can be called equivalent. Import one under Drugs, Editions.';
  return [why, law];
}

function editionDate(db: ReadDb, source: CatalogSource): string | null {
  return (
    db.prepare<{ edition_date: string | null }>('SELECT edition_date FROM edition WHERE source = ?').get(source)
      ?.edition_date ?? null
  );
}

function applicationOf(db: ReadDb, record: DrugRecord) {
  if (record.product === null) return null;
  const row = db
    .prepare<{
      product: string;
      applicant: string;
      te_code: string | null;
      is_reference: number;
      status: MarketingStatus;
      source: CatalogSource;
      edition: string;
    }>(
      `SELECT p.product, p.applicant, p.te_code, p.is_reference, p.status, p.source,
         coalesce(e.edition_date, substr(e.imported_at, 1, 10), p.source) AS edition
       FROM application_product p LEFT JOIN edition e ON e.source = p.source
       WHERE p.product = ? ORDER BY p.source = 'orange-book' DESC LIMIT 1`,
    )
    .get(record.product);
  if (!row) return null;
  return {
    product: row.product,
    applicant: row.applicant,
    teCode: row.te_code,
    referenceListed: row.is_reference === 1,
    marketingStatus: row.status,
    source: row.source,
    edition: row.edition,
  };
}

function protectionsOf(db: ReadDb, record: DrugRecord) {
  return db
    .prepare<{ kind: 'patent' | 'exclusivity'; number: string; expires_on: string }>(
      'SELECT DISTINCT kind, number, expires_on FROM protection WHERE product = ? ORDER BY expires_on, number',
    )
    .all(record.product ?? '')
    .map((row) => ({ kind: row.kind, number: row.number, expiresOn: row.expires_on === '' ? null : row.expires_on }));
}
