import type { Result } from '../../kernel/refusal.ts';
import { ok, refuse } from '../../kernel/refusal.ts';
import type { DrugRecord, Scan } from '../drugs/model.ts';
import type { FillRefusal } from './product-equality.ts';

/** What the record keeps of a scan, so that verification shows what was compared. No raw code: it may hold a serial. */
export interface ScanRecord {
  readonly carrier: Scan['carrier'] | 'typed';
  readonly ndcMatched: boolean;
  readonly lotNumber: string | null;
  readonly expiresOn: string | null;
  readonly serial: string | null;
}

export interface ScanRequest {
  readonly chosen: DrugRecord;
  /** What the scanner read; null when nothing was scanned. */
  readonly scan: Scan | null;
  /** Lot typed at the screen. */
  readonly lotNumber: string | null;
  readonly today: string;
}

/** The package in the hand against the product on the screen. Rules DSP-1 to DSP-6. */
export function checkScan(request: ScanRequest): Result<ScanRecord, FillRefusal> {
  const { chosen, scan, today } = request;
  if (scan === null) {
    return ok({ carrier: 'typed', ndcMatched: false, lotNumber: request.lotNumber, expiresOn: null, serial: null });
  }
  if (!isSamePackage(scan, chosen)) {
    return refuse('scan-mismatch', { expected: chosen.key, scanned: scan.ndc11, scannedName: scan.drug?.name ?? null });
  }
  const { lotNumber, expiresOn, carrier, serial } = scan;
  if (expiresOn !== null && expiresOn < today) return refuse('scan-expired', { expiresOn, lotNumber });
  if (lotNumber !== null && request.lotNumber !== null && lotNumber !== request.lotNumber) {
    return refuse('scan-lot-differs', { field: 'lotNumber' as const, expected: request.lotNumber, scanned: lotNumber });
  }
  return ok({ carrier, ndcMatched: true, lotNumber: lotNumber ?? request.lotNumber, expiresOn, serial });
}

/** The lot on record must carry the date that is printed on the package. */
export function checkLotDate(
  scan: ScanRecord,
  lots: readonly { lotNumber: string; expiresOn: string }[],
): Result<null, FillRefusal> {
  const lot = lots.find((candidate) => candidate.lotNumber === scan.lotNumber);
  if (lot && scan.expiresOn !== null && scan.expiresOn !== lot.expiresOn) {
    return refuse('scan-lot-differs', {
      field: 'expiresOn' as const,
      expected: lot.expiresOn,
      scanned: scan.expiresOn,
    });
  }
  return ok(null);
}

/** A GTIN gives ten digits that may fit several NDCs; it matches when the chosen product is one of them. */
function isSamePackage(scan: Scan, chosen: DrugRecord): boolean {
  if (scan.drug) return scan.drug.key === chosen.key;
  if (scan.ndc11 !== null) return scan.ndc11 === chosen.ndc11;
  return scan.candidates.includes(chosen.key);
}
