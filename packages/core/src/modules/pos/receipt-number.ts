import { createHash } from 'node:crypto';
import type { ReadDb } from '../../kernel/ports.ts';

/** Without letters and digits that are mistaken for each other on paper. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Four characters that stand for one origin: a terminal since it was set up, restored or replaced. */
export function originMark(origin: string): string {
  const digest = createHash('sha256').update(origin).digest();
  return [...digest.subarray(0, 4)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/**
 * Unique in the store without asking anybody: the mark of this origin and its own counter. A terminal that was
 * restored from a backup writes under a new origin, so it never counts again what it already gave. Rule POS-11.
 */
export function nextReceiptNumber(db: ReadDb, origin: string): string {
  const mark = originMark(origin);
  const last = db
    .prepare<{ number: string }>(
      `SELECT receipt_number AS number FROM pos_sale
        WHERE receipt_number > ? AND receipt_number < ? ORDER BY receipt_number DESC LIMIT 1`,
    )
    .get(`${mark}-`, `${mark}.`);
  return formatReceiptNumber(mark, counterOf(last?.number ?? null) + 1);
}

export function formatReceiptNumber(mark: string, counter: number): string {
  return `${mark}-${String(counter).padStart(7, '0')}`;
}

export function counterOf(receiptNumber: string | null): number {
  return Number(receiptNumber?.split('-')[1] ?? 0);
}
