import type { ReadDb } from '../../../kernel/ports.ts';
import { ok, refuse } from '../../../kernel/refusal.ts';
import { type BarcodeReading, readBarcode } from '../barcode.ts';
import { looksLikeGs1 } from '../gs1.ts';
import type { DrugRecord } from '../model.ts';
import { formatNdc, readProductKey } from '../ndc.ts';
import type { ScanResult } from '../services.ts';
import { type DrugRow, editionNames, readDrugRow, recordOf } from './read-drug.ts';
import { keysByPrefix, type Resolved, resolveKey, resolveTen } from './resolve.ts';
import { searchText, type TextCursor } from './search.ts';

export interface SearchPage {
  readonly items: DrugRecord[];
  readonly next: TextCursor | null;
}

/** Everything that is asked of one published catalogue. Cheap to make: one a request. */
export class DrugReader {
  readonly #db: ReadDb;
  readonly #today: string;
  readonly #overlay: (record: DrugRecord) => DrugRecord;
  #editions: ReadonlyMap<string, string> | undefined;

  /** `overlay` lays the store's own statements over a record. */
  constructor(db: ReadDb, today: string, overlay: (record: DrugRecord) => DrugRecord = (record) => record) {
    this.#db = db;
    this.#today = today;
    this.#overlay = overlay;
  }

  resolve(text: string): Resolved {
    return resolveKey(this.#db, text);
  }

  find(text: string): DrugRecord | undefined {
    const resolved = this.resolve(text);
    return resolved.kind === 'found' ? this.byKey(resolved.key) : undefined;
  }

  byKey(key: string): DrugRecord | undefined {
    const row = readDrugRow(this.#db, key);
    return row && this.record(row);
  }

  record(row: DrugRow): DrugRecord {
    this.#editions ??= editionNames(this.#db);
    return this.#overlay(recordOf(row, this.#editions.get(row.source) ?? row.source, this.#today));
  }

  scan(barcode: string): ScanResult {
    const reading = readBarcode(barcode, this.#today);
    if (!reading.ok) return reading;
    const { candidates, unlessKnown } = reading.value;
    const resolved = this.#packageOf(reading.value);
    if (resolved.kind === 'ambiguous') return refuse('ndc-ambiguous', { candidates: [...resolved.candidates] });
    if (resolved.kind === 'unknown' && unlessKnown) return { ok: false, refusal: unlessKnown };
    const drug = resolved.kind === 'found' ? this.byKey(resolved.key) : undefined;
    const certain = drug?.ndc11 ?? (candidates.length === 1 ? (candidates[0] ?? null) : null);
    return ok({
      carrier: reading.value.carrier,
      ndc11: certain,
      ndc: drug?.ndc ?? reading.value.label ?? (certain === null ? null : formatNdc(certain)),
      candidates: certain === null ? candidates : [certain],
      gtin: reading.value.gtin,
      lotNumber: reading.value.lotNumber,
      expiresOn: reading.value.expiresOn,
      serial: reading.value.serial,
      drug,
    });
  }

  #packageOf(reading: BarcodeReading): Resolved {
    const [first, ...others] = reading.candidates;
    if (others.length > 0) return resolveTen(this.#db, reading.candidates, tenDigitsOf(reading));
    return first === undefined ? { kind: 'unknown' } : resolveKey(this.#db, first);
  }

  /** Codes first, exact before begun; then text. `market` keeps one country's products to its own stores. */
  search(query: string, options: { market: string; limit: number; cursor: TextCursor | null }): SearchPage {
    const codes = options.cursor === null ? this.#byCode(query, options.limit) : [];
    const isCode = looksLikeGs1(query.trim()) || readProductKey(query) !== undefined;
    const left = options.limit - codes.length;
    if (isCode || left <= 0) return { items: codes, next: null };
    const hits = searchText(this.#db, query, { ...options, limit: left });
    return { items: [...codes, ...hits.rows.map((row) => this.record(row))], next: hits.next };
  }

  #byCode(query: string, limit: number): DrugRecord[] {
    const text = query.trim();
    if (!/\d{3}/.test(text)) return [];
    const exact = this.#keysOfWholeCode(text);
    const keys = exact.length > 0 ? exact : keysByPrefix(this.#db, text, limit);
    return keys.flatMap((key) => this.byKey(key) ?? []);
  }

  #keysOfWholeCode(text: string): readonly string[] {
    const resolved = this.resolve(text);
    if (resolved.kind === 'found') return [resolved.key];
    if (resolved.kind === 'ambiguous') return resolved.candidates;
    if (!/^[\]()\d]/.test(text)) return [];
    const scanned = this.scan(text);
    if (scanned.ok) return scanned.value.drug ? [scanned.value.drug.key] : [];
    return scanned.refusal.kind === 'ndc-ambiguous' ? scanned.refusal.data.candidates : [];
  }
}

/** The digits the code itself carries: of a GTIN, or of what was typed. */
function tenDigitsOf(reading: BarcodeReading): string {
  if (reading.gtin !== null) return reading.gtin.slice(3, 13);
  return reading.digits ?? '';
}
