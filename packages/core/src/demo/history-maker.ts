import { addDays } from '../kernel/time.ts';
import type { DrugRecord } from '../modules/drugs/model.ts';
import type { PatientPayloads } from '../modules/patients/events.ts';
import type { OpenedFill, PrescriptionPayloads } from '../modules/prescriptions/events.ts';
import type { ProductSnapshot } from '../modules/prescriptions/model.ts';
import { sigRecord } from '../modules/prescriptions/sig/expand-sig.ts';
import type { DemoCatalog } from './demo-catalog.ts';
import { makePerson } from './people.ts';
import type { DemoPlace } from './places.ts';
import { makePrescribers } from './prescribers.ts';
import type { Prng } from './prng.ts';
import { type Regimen, regimensOf } from './regimens.ts';

type PatientEntry = { id: string; payload: PatientPayloads['patient.registered'] };
type PrescriptionEntry = { id: string; payload: PrescriptionPayloads['prescription.opened'] };

/** What a regimen looks like on every prescription that has it. */
interface Prepared {
  readonly regimen: Regimen;
  readonly drug: ProductSnapshot;
  readonly sig: ReturnType<typeof sigRecord>;
}

const source = 'generated history (demo)';
const historyDays = 730;

/** Makes patients with prescriptions and fills of the last two years, in the payloads of the opening events. */
export class HistoryMaker {
  readonly #rng: Prng;
  readonly #place: DemoPlace;
  readonly #today: string;
  readonly #tag: string;
  readonly #prepared: { readonly chronic: readonly Prepared[]; readonly acute: readonly Prepared[] };
  readonly #prescribers: ReturnType<typeof makePrescribers>;
  #patients = 0;
  #prescriptions = 0;
  #fills = 0;

  constructor(from: { rng: Prng; place: DemoPlace; catalog: DemoCatalog; today: string; tag: string }) {
    this.#rng = from.rng;
    this.#place = from.place;
    this.#today = from.today;
    this.#tag = from.tag;
    const regimens = regimensOf(from.place);
    this.#prepared = {
      chronic: prepare(regimens.chronic, from.catalog),
      acute: prepare([...regimens.acute, ...regimens.children], from.catalog),
    };
    this.#prescribers = makePrescribers(from.place);
  }

  /** So many patients who together have exactly so many fills. */
  chunk(
    patients: number,
    fills: number,
  ): { patients: PatientEntry[]; prescriptions: PrescriptionEntry[]; fills: number } {
    const made: { patients: PatientEntry[]; prescriptions: PrescriptionEntry[] } = { patients: [], prescriptions: [] };
    let left = fills;
    for (let i = 0; i < patients; i += 1) {
      const patient = this.#patient();
      made.patients.push(patient);
      let share = Math.ceil(left / (patients - i));
      while (share > 0) {
        const prescription = this.#prescription(patient.id, share);
        made.prescriptions.push(prescription);
        share -= prescription.payload.fills.length;
        left -= prescription.payload.fills.length;
      }
    }
    return { ...made, fills: fills - left };
  }

  #patient(): PatientEntry {
    const person = makePerson(this.#rng, this.#place, this.#today, { ages: { min: 18, max: 92 }, isOneOfMany: true });
    const isIndia = this.#place.country === 'IN';
    const digits = person.phone.replace(/\D/g, '');
    return {
      id: `pat_${this.#tag}${(this.#patients++).toString(36).padStart(5, '0')}`,
      payload: {
        fields: {
          name: { given: person.given, family: person.family, preferred: null },
          birthDate: person.birthDate,
          sex: person.sex,
          phones: [
            {
              number: person.phone,
              digits: isIndia ? digits : `1${digits}`,
              kind: 'mobile',
              smsConsent: false,
              voiceConsent: false,
            },
          ],
          address: { ...person.address, line2: null, country: this.#place.country },
          language: 'en',
          pregnancy: 'unknown',
          pregnancyDueOn: null,
          lactation: 'unknown',
          noKnownAllergies: true,
          easyOpenCaps: false,
          deceasedOn: null,
          identifiers: [],
        },
        allergies: [],
        conditions: [],
        coverages: [],
        caregivers: [],
        measurements: [],
        notSameAs: [],
      },
    };
  }

  #prescription(patientId: string, fillsMax: number): PrescriptionEntry {
    const rng = this.#rng;
    const prepared = rng.pick(rng.chance(80) ? this.#prepared.chronic : this.#prepared.acute);
    const { regimen, drug, sig } = prepared;
    const fillCount = Math.min(fillsMax, rng.between(1, regimen.refills + 1));
    const span = fillCount * (regimen.daysSupply + 2);
    const writtenOn = addDays(this.#today, -Math.min(historyDays, span + rng.below(Math.max(1, historyDays - span))));
    const number = 2_000_000 + this.#prescriptions++;
    return {
      id: `rx_${this.#tag}${number.toString(36)}`,
      payload: {
        patientId,
        prescriber: rng.pick(this.#prescribers),
        drug,
        sig,
        quantityMilli: Math.round(regimen.quantity * 1000),
        daysSupply: regimen.daysSupply,
        refillsAuthorized: regimen.refills,
        daw: 0,
        writtenOn,
        earliestFillOn: null,
        origin: 'electronic',
        diagnosis: null,
        note: null,
        language: 'en',
        attachmentBlobId: null,
        rxNumber: String(number),
        source,
        enteredOn: writtenOn,
        stage: 'sold',
        fills: Array.from({ length: fillCount }, (_, n) => this.#fill(regimen, drug, writtenOn, n)),
      },
    };
  }

  #fill(regimen: Regimen, drug: ProductSnapshot, writtenOn: string, fillNumber: number): OpenedFill {
    return {
      fillId: `fill_${this.#tag}${(this.#fills++).toString(36)}`,
      fillNumber,
      ndc: drug.key,
      productName: drug.name,
      quantityMilli: Math.round(regimen.quantity * 1000),
      daysSupply: regimen.daysSupply,
      filledOn: addDays(writtenOn, fillNumber * regimen.daysSupply + this.#rng.below(3)),
    };
  }
}

function prepare(regimens: readonly Regimen[], catalog: DemoCatalog): Prepared[] {
  return regimens.flatMap((regimen) => {
    const drug = catalog.byName(regimen.drug);
    if (drug === undefined) return [];
    return [{ regimen, drug: snapshotOf(drug), sig: sigRecord(regimen.sig, drug.doseForm) }];
  });
}

function snapshotOf(drug: DrugRecord): ProductSnapshot {
  const { key, ndc11, name, strength, doseForm, route, schedule, rxcui, unit, packageSizeMilli } = drug;
  return { key, ndc11, name, strength, doseForm, route, schedule, rxcui, unit, packageSizeMilli };
}
