import type { PatientState } from '../patients/model.ts';
import type { PrescriptionState, SigRecord } from '../prescriptions/model.ts';
import { factsOfText } from './drug-facts.ts';
import { addDays } from './medication.ts';
import type { DoseFacts, DrugFacts, FillFacts, MedicationFacts } from './model.ts';

export type FindDrug = (key: string) => DrugFacts | undefined;

/** A name that nothing could be found for; the screen says so instead of staying silent. */
export interface NotScreened {
  readonly name: string;
  readonly why: string;
}

export interface Profile {
  readonly medications: MedicationFacts[];
  readonly notScreened: NotScreened[];
}

const controlled = new Set(['CII', 'CIII', 'CIV', 'CV', 'H1', 'X']);

/** The prescription in hand, with the fills that decide whether it is due. */
export function candidateOf(
  state: PrescriptionState,
  drug: DrugFacts,
  others: readonly PrescriptionState[],
  find: FindDrug,
): MedicationFacts {
  const fills = fillsOf(state);
  if (controlled.has(drug.schedule ?? '')) {
    const key = ingredientKey(drug);
    for (const other of others) {
      const known = other.id !== state.id && other.product ? find(other.product.key) : undefined;
      if (known && ingredientKey(known) === key) fills.push(...fillsOf(other));
    }
  }
  return { drug, dose: doseOf(state, drug), prescriptionId: state.id, endsOn: null, fills };
}

/** What else the patient takes: prescriptions here, and what other places reported. */
export function profileOf(
  patient: PatientState,
  prescriptions: readonly PrescriptionState[],
  exceptId: string | null,
  find: FindDrug,
): Profile {
  const medications: MedicationFacts[] = [];
  const notScreened: NotScreened[] = [];
  for (const state of prescriptions) {
    if (state.id === exceptId || state.product === null) continue;
    const endsOn = endOf(state);
    if (endsOn === 'never-taken') continue;
    const drug = find(state.product.key) ?? factsOfText(state.product.name, state.product.key);
    if (!drug) notScreened.push({ name: state.product.name, why: 'not in the catalogue' });
    else medications.push({ drug, dose: doseOf(state, drug), prescriptionId: state.id, endsOn, fills: fillsOf(state) });
  }
  for (const reported of patient.medications) {
    if (reported.status !== 'active') continue;
    const drug = factsOfText(reported.text, reported.rxcui ?? reported.text);
    if (!drug) notScreened.push({ name: reported.text, why: 'reported without a name we know' });
    else medications.push({ drug, dose: unknownDose, prescriptionId: null, endsOn: null, fills: [] });
  }
  return { medications, notScreened };
}

/** Open work counts as taken; what was sold lasts until it runs out; what nobody ever picked up was never taken. */
function endOf(state: PrescriptionState): string | null | 'never-taken' {
  const fills = fillsOf(state);
  const end = fills.reduce<string | null>((last, fill) => {
    const own = addDays(fill.on, fill.daysSupply);
    return last === null || own > last ? own : last;
  }, null);
  switch (state.stage) {
    case 'sold':
    case 'transferred':
    case 'returned':
    case 'cancelled':
      return end ?? 'never-taken';
    case 'on-hold':
      return state.hold?.reason === 'patient-request' ? (end ?? 'never-taken') : null;
    default:
      return null;
  }
}

function fillsOf(state: PrescriptionState): FillFacts[] {
  return state.fills
    .filter((fill) => fill.status === 'handed-over')
    .map((fill) => ({ on: fill.filledOn, daysSupply: fill.daysSupply }));
}

export const unknownDose: DoseFacts = {
  maxUnitsPerDayMilli: null,
  frequency: null,
  asNeeded: false,
  quantityMilli: null,
  daysSupply: null,
};

export function doseOf(
  state: Pick<PrescriptionState, 'sig' | 'quantityMilli' | 'daysSupply'>,
  drug: DrugFacts,
): DoseFacts {
  const { sig, quantityMilli, daysSupply } = state;
  return {
    maxUnitsPerDayMilli: sig ? unitsPerDay(sig, drug) : null,
    frequency: sig ? (sig.cadence === 'unknown' ? frequencyOf(sig) : sig.cadence) : null,
    asNeeded: sig?.asNeeded ?? false,
    quantityMilli,
    daysSupply,
  };
}

const countedAs: Readonly<Record<DrugFacts['unit'], RegExp>> = {
  EA: /tab|cap|patch|suppos|pack|lozenge|film|vial|pen|each|unit dose/i,
  ML: /^(ml|milliliters?|millilitres?)$/i,
  GM: /^(g|gm|grams?)$/i,
};

/** The sig counts tablets or mL; only where that is the drug's own unit can an amount be worked out. */
function unitsPerDay(sig: SigRecord, drug: DrugFacts): number | null {
  if (sig.maxPerDayMilli === null || sig.doseUnit === null) return null;
  return countedAs[drug.unit].test(sig.doseUnit) ? sig.maxPerDayMilli : null;
}

const weekdays = /\b(mon|tues|wednes|thurs|fri|satur|sun)day/g;
const weeklyWords = /\b(a|per|every|each) week\b|\bweekly\b|\bevery 7 days\b|\bq ?(1 ?)?wk\b|\bqw\b/;
const dailyWords =
  /\bdaily\b|every ?day|each day|\b(a|per) day\b|morning|evening|afternoon|noon|bedtime|night|\bhours?\b|\bq\.?d\b|\bbid\b|\btid\b|\bqid\b|\bq ?\d+ ?h\b|\bqhs\b|\bqam\b|\bqpm\b|breakfast|dinner|meals?\b/;

/** `1 tablet daily for 2 weeks` is daily, `4 tablets every Monday morning` is weekly. */
export function frequencyOf(sig: Pick<SigRecord, 'english' | 'entered'>): DoseFacts['frequency'] {
  const text = `${sig.english} ${sig.entered}`.toLowerCase().replace(/\bfor \S+ (weeks?|days?|months?)\b/g, ' ');
  const saysDaily = /\bdaily\b|every ?day|each day|times (a|per) day|twice a day|once a day|\bq\.?d\b/.test(text);
  const days = new Set(text.match(weekdays) ?? []).size;
  if (days > 0 && !saysDaily) return days === 1 ? 'weekly' : 'other';
  if (weeklyWords.test(text) && !saysDaily) return 'weekly';
  if (
    /every other day|\bqod\b|every (\d+|two|three|third|second) (days?|weeks?|months?)|monthly|\b(a|per) month\b/.test(
      text,
    )
  )
    return 'other';
  return dailyWords.test(text) ? 'daily' : 'unknown';
}

function ingredientKey(drug: DrugFacts): string {
  return drug.ingredients
    .map((i) => i.name)
    .sort()
    .join('+');
}
