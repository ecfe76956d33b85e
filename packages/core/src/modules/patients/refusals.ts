import { z } from 'zod';
import type { RefusalMap, RefusalOf } from '../../kernel/refusal.ts';
import { duplicateSchema } from './wire.ts';

/** Refusals of the patients module: what is wrong and what to do next. */
export const patientRefusals = {
  'likely-duplicate': {
    status: 409,
    message:
      'This person seems to be here already. Look at the records named; open one of them, or send confirmNotDuplicate if it is someone else.',
    data: z.object({ duplicates: z.array(duplicateSchema) }),
  },
  'birth-date-in-future': { status: 422, message: 'The birth date is later than today. Correct it.' },
  'date-in-future': {
    status: 422,
    message: 'This date is later than today. Correct it.',
    data: z.object({ field: z.string() }),
  },
  'entry-unknown': {
    status: 422,
    message: 'This entry is not there, or was ended already. Load the patient again.',
    data: z.object({ entryId: z.string() }),
  },
  'allergy-already-listed': {
    status: 409,
    message: 'This substance is on the list already. End that entry first if it was wrong.',
    data: z.object({ entryId: z.string() }),
  },
  'allergies-contradict': {
    status: 409,
    message: 'The patient has allergies on the list, so "no known allergies" cannot be set. End them first.',
  },
  'coverage-dates-invalid': { status: 422, message: 'The coverage ends before it starts. Correct the dates.' },
  'measurement-implausible': {
    status: 422,
    message: 'This value is outside what is possible for a person. Check the unit: kilograms, centimetres, mg/dL.',
    data: z.object({ kind: z.string(), least: z.number(), most: z.number() }),
  },
  'patient-merged': {
    status: 409,
    message: 'This record was merged into another. Open the other and change it there.',
    data: z.object({ patientId: z.string() }),
  },
  'nothing-changed': { status: 422, message: 'Nothing in this request differs from the patient as recorded.' },
} as const satisfies RefusalMap;

export const mergeRefusals = {
  'same-patient': { status: 422, message: 'Both ids are the same patient already. Choose two different records.' },
  'birth-dates-differ': {
    status: 409,
    message:
      'The two records have different birth dates. Correct one, or confirm that they are one person all the same.',
    data: z.object({ here: z.string(), other: z.string() }),
  },
  'patient-merged': patientRefusals['patient-merged'],
  'not-merged': { status: 409, message: 'This record is not merged into that patient. Load the patient again.' },
} as const satisfies RefusalMap;

export const importRefusals = {
  'import-file-invalid': {
    status: 422,
    message: 'A file cannot be imported and nothing was changed. See which file and why.',
    data: z.object({ file: z.string(), reason: z.string(), position: z.number().nullable() }),
  },
  'import-running': {
    status: 409,
    message: 'An import is running. Wait until it is done, or cancel it.',
    data: z.object({ id: z.string() }),
  },
} as const satisfies RefusalMap;

export type PatientRefusal = RefusalOf<typeof patientRefusals>;
export type MergeRefusal = RefusalOf<typeof mergeRefusals>;
export type ImportRefusal = RefusalOf<typeof importRefusals>;
