import { createHash } from 'node:crypto';
import type { ReadDb } from '../../kernel/ports.ts';

/** Without letters and digits that are mistaken for each other on paper. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Three characters that stand for a terminal on its receipts. */
export function terminalMark(terminalId: string): string {
  const digest = createHash('sha256').update(terminalId).digest();
  return letters(digest.subarray(0, 3));
}

/**
 * Unique in the store without asking anybody: mark of the terminal, its own counter, and two characters of chance,
 * which keep numbers apart after a terminal was restored from a backup and counts again. Rule POS-11.
 */
export function nextReceiptNumber(db: ReadDb, terminalId: string, random: Uint8Array): string {
  const mark = terminalMark(terminalId);
  const last = db
    .prepare<{ number: string }>(
      `SELECT receipt_number AS number FROM pos_sale
        WHERE terminal_id = ? AND receipt_number > ? AND receipt_number < ? ORDER BY receipt_number DESC LIMIT 1`,
    )
    .get(terminalId, `${mark}-`, `${mark}.`);
  return formatReceiptNumber(mark, counterOf(last?.number ?? null) + 1, random);
}

export function formatReceiptNumber(mark: string, counter: number, random: Uint8Array): string {
  return `${mark}-${String(counter).padStart(7, '0')}-${letters(random)}`;
}

export function counterOf(receiptNumber: string | null): number {
  return Number(receiptNumber?.split('-')[1] ?? 0);
}

function letters(bytes: Uint8Array): string {
  return [...bytes].map((byte) => alphabet[byte % alphabet.length]).join('');
}
