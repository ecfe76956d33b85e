import type { z } from 'zod';
import { ok, type Result, refuse } from '../../kernel/refusal.ts';
import { blankFields } from './aggregate.ts';
import type { PatientPayloads } from './events.ts';
import type { Address, Measurement, PatientFields, Phone } from './model.ts';
import { phoneDigits } from './phones.ts';
import type { PatientRefusal } from './refusals.ts';
import type {
  addressSchema,
  allergySchema,
  caregiverSchema,
  conditionSchema,
  coverageSchema,
  patientInput,
} from './wire.ts';

type Input<K extends keyof typeof patientInput> = z.output<(typeof patientInput)[K]>;
export type FieldsInput = { readonly [K in keyof typeof patientInput]?: Input<K> | undefined };
export interface RegisterInput extends FieldsInput {
  readonly name: Input<'name'>;
  readonly birthDate: Input<'birthDate'>;
  readonly allergies?: readonly z.output<typeof allergySchema>[] | undefined;
  readonly conditions?: readonly z.output<typeof conditionSchema>[] | undefined;
  readonly coverages?: readonly z.output<typeof coverageSchema>[] | undefined;
  readonly caregivers?: readonly z.output<typeof caregiverSchema>[] | undefined;
  readonly weightKg?: number | undefined;
}
export interface EntryContext {
  readonly today: string;
  readonly country: 'us' | 'in';
  newId(prefix: string): string;
}

/** A new patient as one event. PAT-1. */
export function decideRegister(
  input: RegisterInput,
  context: EntryContext,
  notSameAs: readonly string[],
): Result<PatientPayloads['patient.registered'], PatientRefusal> {
  const fields: PatientFields = { ...blankFields, ...fieldsOf(input, context.country) };
  const dates = checkDates(fields, context.today);
  if (!dates.ok) return dates;
  if (fields.noKnownAllergies && input.allergies?.length) return refuse('allergies-contradict');
  const coverages = (input.coverages ?? []).map(coverageFields);
  if (coverages.some(endsBeforeStart)) return refuse('coverage-dates-invalid');
  const weight = input.weightKg === undefined ? null : measurementOf('weight', input.weightKg, context.today);
  if (weight && !weight.ok) return weight;
  const added = <F>(prefix: string, list: readonly F[]) => list.map((f) => ({ id: context.newId(prefix), fields: f }));
  return ok({
    fields,
    allergies: added('alg', (input.allergies ?? []).map(allergyFields)),
    conditions: added('cnd', (input.conditions ?? []).map(conditionFields)),
    coverages: added('cov', coverages),
    caregivers: added('car', (input.caregivers ?? []).map(caregiverFields)),
    measurements: weight ? [weight.value] : [],
    notSameAs,
  });
}

/** The fields that an input names, in the form they are kept. */
export function fieldsOf(input: FieldsInput, country: 'us' | 'in'): Partial<PatientFields> {
  const { name, phones, address, pregnant, lactating, birthDate, sex, language, ...rest } = input;
  const fields: { -readonly [K in keyof PatientFields]?: PatientFields[K] } = {};
  if (name) fields.name = { given: name.given, family: name.family, preferred: name.preferred ?? null };
  if (phones) fields.phones = phones.map((phone) => phoneOf(phone, country));
  if (address !== undefined) fields.address = address ? addressOf(address, country) : null;
  if (pregnant !== undefined) fields.pregnancy = pregnant === null ? 'unknown' : pregnant ? 'pregnant' : 'not-pregnant';
  if (lactating !== undefined) fields.lactation = lactating === null ? 'unknown' : lactating ? 'yes' : 'no';
  if (birthDate !== undefined) fields.birthDate = birthDate;
  if (sex !== undefined) fields.sex = sex;
  if (language !== undefined) fields.language = language;
  if (rest.pregnancyDueOn !== undefined) fields.pregnancyDueOn = rest.pregnancyDueOn;
  if (rest.noKnownAllergies !== undefined) fields.noKnownAllergies = rest.noKnownAllergies;
  if (rest.easyOpenCaps !== undefined) fields.easyOpenCaps = rest.easyOpenCaps;
  if (rest.deceasedOn !== undefined) fields.deceasedOn = rest.deceasedOn;
  if (rest.identifiers !== undefined) fields.identifiers = rest.identifiers;
  return fields;
}

type PhoneInput = Input<'phones'>[number];
function phoneOf(phone: PhoneInput, country: 'us' | 'in'): Phone {
  return { ...phone, digits: phoneDigits(phone.number, country) };
}
function addressOf(address: z.output<typeof addressSchema>, country: 'us' | 'in'): Address {
  return { ...address, line2: address.line2 ?? null, country: address.country ?? country.toUpperCase() };
}
export function allergyFields(input: z.output<typeof allergySchema>) {
  const { substance, rxcui = null, reaction = null, severity, onsetOn = null, kind } = input;
  return { substance, rxcui, reaction, severity, onsetOn, kind };
}
export function conditionFields(input: z.output<typeof conditionSchema>) {
  return { code: input.code?.toUpperCase() ?? null, text: input.text, onsetOn: input.onsetOn ?? null };
}
export function coverageFields(input: z.output<typeof coverageSchema>) {
  const { payerName, bin, pcn = null, groupId = null, memberId, personCode = null, relationship, priority } = input;
  const { startsOn = null, endsOn = null } = input;
  return { payerName, bin, pcn, groupId, memberId, personCode, relationship, priority, startsOn, endsOn };
}
export function caregiverFields(input: z.output<typeof caregiverSchema>) {
  const { name, relationship, phone = null, mayPickUp, mayReceiveMessages } = input;
  return { name, relationship, phone, mayPickUp, mayReceiveMessages };
}
export function endsBeforeStart(coverage: {
  readonly startsOn: string | null;
  readonly endsOn: string | null;
}): boolean {
  return coverage.startsOn !== null && coverage.endsOn !== null && coverage.endsOn < coverage.startsOn;
}

export function checkDates(fields: Partial<PatientFields>, today: string): Result<null, PatientRefusal> {
  if (fields.birthDate !== undefined && fields.birthDate > today) return refuse('birth-date-in-future');
  if (fields.deceasedOn && fields.deceasedOn > today) return refuse('date-in-future', { field: 'deceasedOn' });
  return ok(null);
}

/** Bounds of what a person can be; outside them the unit is wrong. Wire units: kg, cm, mg/dL. PAT-14. */
const plausible = {
  weight: { least: 0.3, most: 650, scale: 1000 },
  height: { least: 20, most: 275, scale: 10 },
  'serum-creatinine': { least: 0.05, most: 40, scale: 1000 },
} as const;

export function measurementOf(
  kind: Measurement['kind'],
  value: number,
  takenOn: string,
): Result<Measurement, PatientRefusal> {
  const { least, most, scale } = plausible[kind];
  if (value < least || value > most) return refuse('measurement-implausible', { kind, least, most });
  return ok({ kind, value: Math.round(value * scale), takenOn, source: 'counter' });
}

export function measuredOnWire(kind: Measurement['kind'], value: number): number {
  return value / plausible[kind].scale;
}
