import type { z } from 'zod';
import { toMilli } from '../../kernel/contract.ts';
import { ok, type Result, refuse } from '../../kernel/refusal.ts';
import { isDea, isNpi } from './identifiers.ts';
import { missingFields, type Origin, type PrescribedFields, type Prescriber, type ProductSnapshot } from './model.ts';
import type { DrugRefusal, EntryRefusal } from './refusals.ts';
import { sigRecord } from './sig/expand-sig.ts';
import { expiryOf, isControlled, validityRule } from './validity.ts';
import type { prescriptionInput } from './wire.ts';

type Input = {
  readonly [K in keyof typeof prescriptionInput]?: z.output<(typeof prescriptionInput)[K]> | null | undefined;
};
export type EnteredFields = Omit<Input, 'drug' | 'prescriber'> & {
  readonly prescriber?: z.output<(typeof prescriptionInput)['prescriber']> | undefined;
  /** Looked up already. */
  readonly drug?: ProductSnapshot | undefined;
};

export const blankPrescription: PrescribedFields = {
  patientId: null,
  prescriber: null,
  drug: null,
  sig: null,
  quantityMilli: null,
  daysSupply: null,
  refillsAuthorized: null,
  daw: 0,
  writtenOn: null,
  earliestFillOn: null,
  origin: 'written',
  diagnosis: null,
  note: null,
  language: 'en',
  attachmentBlobId: null,
};

/** The fields an input names, as they are kept. The sig is read again when the drug changes what a number counts. */
export function fieldsOf(input: EnteredFields, before: PrescribedFields): Partial<PrescribedFields> {
  const fields: { -readonly [K in keyof PrescribedFields]?: PrescribedFields[K] } = {};
  const drug = input.drug ?? before.drug;
  if (input.patientId !== undefined) fields.patientId = input.patientId;
  if (input.prescriber !== undefined) fields.prescriber = prescriberOf(input.prescriber);
  if (input.drug !== undefined) fields.drug = input.drug;
  if (input.sig) fields.sig = sigRecord(input.sig, drug?.doseForm ?? null);
  else if (input.drug && before.sig) fields.sig = sigRecord(before.sig.entered, input.drug.doseForm);
  if (typeof input.quantity === 'number') fields.quantityMilli = toMilli(input.quantity);
  if (typeof input.daysSupply === 'number') fields.daysSupply = input.daysSupply;
  if (typeof input.refillsAuthorized === 'number') fields.refillsAuthorized = input.refillsAuthorized;
  if (typeof input.daw === 'number') fields.daw = input.daw;
  if (input.writtenOn) fields.writtenOn = input.writtenOn;
  if (input.earliestFillOn !== undefined) fields.earliestFillOn = input.earliestFillOn;
  if (input.diagnosis !== undefined) fields.diagnosis = input.diagnosis;
  if (input.note !== undefined) fields.note = input.note;
  if (input.language) fields.language = input.language;
  return fields;
}

function prescriberOf(input: z.output<(typeof prescriptionInput)['prescriber']>): Prescriber {
  const text = (value: string | null | undefined): string | null => (value ? value : null);
  const { name } = input;
  return {
    name,
    npi: text(input.npi),
    dea: text(input.dea),
    state: text(input.state),
    phone: text(input.phone),
    address: text(input.address),
  };
}

export interface EntryInput extends EnteredFields {
  readonly origin: Origin;
}

/** A new prescription. Without an image it must be complete; with one, what is missing waits in `data-entry`. RX-1. */
export function decideEntry(
  input: EntryInput,
  context: { readonly today: string; readonly attachmentBlobId: string | null },
): Result<PrescribedFields, EntryRefusal | DrugRefusal> {
  const given = fieldsOf(input, blankPrescription);
  const fields: PrescribedFields = {
    ...blankPrescription,
    // Nothing written about refills means none.
    ...(context.attachmentBlobId === null ? { refillsAuthorized: 0 } : {}),
    ...given,
    origin: input.origin,
    attachmentBlobId: context.attachmentBlobId,
  };
  const missing = missingFields(fields);
  if (context.attachmentBlobId === null && missing.length > 0) return refuse('fields-missing', { fields: missing });
  return checkFields(fields, context.today);
}

/** What no prescription may say, as far as its fields are known. RX-3 to RX-8. */
export function checkFields<F extends PrescribedFields>(
  fields: F,
  today: string,
): Result<F, EntryRefusal | DrugRefusal> {
  const { prescriber, drug, writtenOn, refillsAuthorized, earliestFillOn } = fields;
  const schedule = drug?.schedule ?? null;
  if (drug && schedule === 'CI') return refuse('drug-not-dispensable', { ndc: drug.key });
  const numbers = prescriber && checkPrescriber(prescriber, isControlled(schedule));
  if (numbers && !numbers.ok) return numbers;
  if (writtenOn !== null && writtenOn > today) {
    return refuse('written-in-future', { writtenOn, today, cite: schedule === 'CII' ? '21 CFR 1306.05(a)' : null });
  }
  const expiry = drug && expiryOf(schedule, writtenOn);
  if (expiry && writtenOn !== null && expiry.expiresOn < today) {
    return refuse('prescription-expired', { writtenOn, expiresOn: expiry.expiresOn, cite: expiry.rule.cite });
  }
  const rule = drug ? validityRule(schedule) : undefined;
  if (rule && rule.refillsMax !== null && refillsAuthorized !== null && refillsAuthorized > rule.refillsMax) {
    return refuse('refills-not-allowed', { schedule: schedule ?? '', allowed: rule.refillsMax, cite: rule.cite });
  }
  if (earliestFillOn !== null && writtenOn !== null && earliestFillOn < writtenOn)
    return refuse('earliest-fill-invalid');
  return ok(fields);
}

function checkPrescriber(prescriber: Prescriber, controlled: boolean): Result<null, EntryRefusal> {
  if (prescriber.npi !== null && !isNpi(prescriber.npi))
    return refuse('npi-invalid', { field: 'prescriber.npi', cite: null });
  if (prescriber.dea !== null && !isDea(prescriber.dea))
    return refuse('dea-invalid', { field: 'prescriber.dea', cite: null });
  if (controlled && prescriber.dea === null) {
    return refuse('dea-needed', { field: 'prescriber.dea', cite: '21 CFR 1306.05(a)' });
  }
  return ok(null);
}
