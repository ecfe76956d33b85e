import type { ReadDb } from '../../../kernel/ports.ts';

/** RxNorm's name of a concept, e.g. `simvastatin 20 MG Oral Tablet`. */
export function readConceptName(db: ReadDb, rxcui: string): string | undefined {
  return db.prepare<{ name: string }>('SELECT name FROM rx_concept WHERE rxcui = ?').get(rxcui)?.name;
}
