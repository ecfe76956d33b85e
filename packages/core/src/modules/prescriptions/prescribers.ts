import type { EventProjection, ProjectedRows } from '../../kernel/aggregate.ts';
import type { ReadDb } from '../../kernel/ports.ts';
import { foldText } from '../patients/names.ts';
import type { PrescriptionEvent } from './events.ts';
import type { Prescriber } from './model.ts';
import { prescriberKey } from './projection.ts';

/** Prescribers as they come by on prescriptions: words of the name and the numbers, each pointing at one person. RX-77. */
export const prescriberTerms: EventProjection = {
  name: 'prescriptions-prescribers',
  types: ['prescription.entered', 'prescription.opened', 'prescription.corrected'],
  rows(event): ProjectedRows {
    const { type, payload } = event as PrescriptionEvent;
    const prescriber =
      type === 'prescription.corrected'
        ? payload.changes.prescriber
        : 'prescriber' in payload
          ? payload.prescriber
          : null;
    if (!prescriber) return {};
    const person_key = prescriberKey(prescriber);
    return { prescriptions_prescriber: termsOf(prescriber).map((term) => ({ term, person_key })) };
  },
};

function termsOf({ name, npi, dea }: Prescriber): string[] {
  const words = foldText(name.replace(/\b(m\.?d|d\.?o|n\.?p|p\.?a|d\.?d\.?s|dr)\b\.?/gi, ' '))
    .split(' ')
    .filter(Boolean);
  return [...new Set([...words, ...(npi ? [npi] : []), ...(dea ? [dea.toLowerCase()] : [])])];
}

export interface Known {
  readonly key: string;
  readonly used: number;
  readonly lastId: string;
  readonly lastOn: string;
}

/** Prescribers whose name or number begins with every word of the text, the most used first. */
export function searchPrescribers(db: ReadDb, text: string, limit: number): Known[] {
  const words = foldText(text).split(' ').filter(Boolean);
  const keysOf = db.prepare<{ person_key: string }>(
    'SELECT DISTINCT person_key FROM prescriptions_prescriber WHERE term >= ? AND term < ? LIMIT 5000',
  );
  let keys: Set<string> | undefined;
  for (const word of words.length > 0 ? words : ['']) {
    const found = new Set(keysOf.all(word, `${word}\u{10ffff}`).map((row) => row.person_key));
    const before = keys;
    keys = before ? new Set([...found].filter((key) => before.has(key))) : found;
  }
  const use = db.prepare<{ n: number }>(
    'SELECT count(*) AS n FROM prescriptions_prescription WHERE prescriber_key = ?',
  );
  const last = db.prepare<{ aggregate_id: string; written_on: string | null; entered_at: string }>(
    'SELECT aggregate_id, written_on, entered_at FROM prescriptions_prescription WHERE prescriber_key = ? ORDER BY entered_at DESC LIMIT 1',
  );
  return [...(keys ?? [])]
    .flatMap((key) => {
      const row = last.get(key);
      return row
        ? [
            {
              key,
              used: use.get(key)?.n ?? 0,
              lastId: row.aggregate_id,
              lastOn: row.written_on ?? row.entered_at.slice(0, 10),
            },
          ]
        : [];
    })
    .sort((a, b) => b.used - a.used || (a.key < b.key ? -1 : 1))
    .slice(0, limit);
}
