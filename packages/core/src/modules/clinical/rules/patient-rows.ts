import type { AlertKind } from '../model.ts';
import type { PatientRule } from './types.ts';

/** A rule of patient-rules tables without what the table says once for all its rows. */
export type PatientRow = Omit<PatientRule, 'version' | 'kind' | 'reasonForService' | 'source'> & { source?: string };

export function patientRules(
  kind: AlertKind,
  reasonForService: string,
  source: string,
  list: readonly PatientRow[],
): PatientRule[] {
  return list.map((row) => ({ version: 1, kind, reasonForService, source, ...row }));
}

export const callForOther = 'Call the prescriber for another drug.';
