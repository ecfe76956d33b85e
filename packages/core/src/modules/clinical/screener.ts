import type { ModuleContext } from '../../kernel/module.ts';
import type { ReadDb } from '../../kernel/ports.ts';
import type { PatientState } from '../patients/model.ts';
import type { PrescriptionState } from '../prescriptions/model.ts';
import { acceptedOn } from './acceptances.ts';
import { factsOfDrug, factsOfText } from './drug-facts.ts';
import { ingredientCodes } from './ingredient-codes.ts';
import { brandIngredients } from './ingredient-name.ts';
import type { DrugFacts, Finding, MedicationFacts } from './model.ts';
import { agesOf, allergyFacts, factsOfPatient, nobody } from './patient-facts.ts';
import { candidateOf, type NotScreened, profileOf, unknownDose } from './prescription-facts.ts';
import type { RuleIndex } from './rule-index.ts';
import { screen } from './screen.ts';

export interface Screening {
  readonly findings: readonly Finding[];
  readonly notScreened: readonly NotScreened[];
}
export interface ListedDrug {
  readonly ndc?: string | undefined;
  readonly rxcui?: string | undefined;
  readonly name?: string | undefined;
}

/** Gathers facts from the other modules and runs the engine on them. */
export class Screener {
  readonly #context: ModuleContext;
  readonly #index: RuleIndex;

  constructor(context: ModuleContext, index: RuleIndex) {
    this.#context = context;
    this.#index = index;
  }

  drugFacts(key: string): DrugFacts | undefined {
    const drug = this.#context.use('drugs').find(key);
    return drug && factsOfDrug(drug);
  }

  /** A prescription against its patient; null when its product cannot be read at all. */
  prescription(state: PrescriptionState, patient: PatientState, db: ReadDb, today: string): Screening | null {
    const { product } = state;
    if (!product) return null;
    const known = this.drugFacts(product.key);
    const drug = known ?? factsOfText(product.name, product.key);
    if (!drug) return null;
    const others = this.#context.use('prescriptions').ofPatient(patient.id);
    const find = (key: string) => this.drugFacts(key);
    const { medications, notScreened } = profileOf(patient, others, state.id, find);
    const byName = known ? [] : [{ name: product.name, why: 'not in the catalogue: screened by its name only' }];
    const findings = screen(
      {
        today,
        patient: factsOfPatient(patient, today),
        candidate: candidateOf(state, drug, others, find),
        profile: medications,
        accepted: acceptedOn(db, [state.id, ...others.map((one) => one.id)]),
      },
      this.#index,
    );
    return { findings, notScreened: [...byName, ...notScreened, ...this.#unknownIn(medications)] };
  }

  /** What the patient takes, among itself. */
  profile(patient: PatientState, prescriptions: readonly PrescriptionState[], today: string): Screening {
    const { medications, notScreened } = profileOf(patient, prescriptions, null, (key) => this.drugFacts(key));
    const accepted = acceptedOn(
      this.#context.db,
      prescriptions.map((one) => one.id),
    );
    const findings = screen(
      { today, patient: factsOfPatient(patient, today), candidate: null, profile: medications, accepted },
      this.#index,
    );
    return { findings, notScreened };
  }

  /** A list of drugs and allergies without a patient. */
  list(
    drugs: readonly ListedDrug[],
    allergies: readonly Parameters<typeof allergyFacts>[0][],
    birthDate: string | undefined,
    today: string,
  ): Screening {
    const notScreened: NotScreened[] = [];
    const medications: MedicationFacts[] = [];
    drugs.forEach((listed, at) => {
      const found = this.#listed(listed);
      if ('why' in found) notScreened.push(found);
      else medications.push({ drug: found, dose: unknownDose, prescriptionId: `list-${at}`, endsOn: null, fills: [] });
    });
    const patient = {
      ...nobody,
      ...(birthDate === undefined ? {} : agesOf(birthDate, today)),
      allergies: allergies.map(allergyFacts),
    };
    const findings = screen({ today, patient, candidate: null, profile: medications, accepted: [] }, this.#index).map(
      (finding) => ({
        ...finding,
        subjects: finding.subjects.map((subject) => ({ ...subject, prescriptionId: null })),
      }),
    );
    return { findings, notScreened: [...notScreened, ...this.#unknownIn(medications)] };
  }

  #listed({ ndc, rxcui, name }: ListedDrug): DrugFacts | NotScreened {
    if (ndc !== undefined) {
      const facts = this.drugFacts(ndc);
      if (facts) return facts;
      if (rxcui === undefined && name === undefined)
        return { name: ndc, why: 'not in the catalogue, or ten digits that fit more than one package' };
    }
    if (rxcui !== undefined) {
      const text = ingredientCodes.get(rxcui) ?? this.#context.use('drugs').nameOfRxcui(rxcui);
      const facts = text === undefined ? null : factsOfText(text, rxcui);
      if (facts) return facts;
      if (name === undefined)
        return { name: `RxCUI ${rxcui}`, why: 'this code is not known here: import RxNorm, or give the name' };
    }
    return factsOfText(name ?? '') ?? { name: name ?? '', why: 'there is no name in it' };
  }

  /** Names that neither the rules nor the catalogue know: nothing can be claimed about them. */
  #unknownIn(medications: readonly MedicationFacts[]): NotScreened[] {
    const unknown: NotScreened[] = [];
    for (const { drug } of medications) {
      if (drug.ingredients.some(({ name }) => this.#isKnown(name))) continue;
      unknown.push({ name: drug.name, why: 'no ingredient of this name is known: nothing is claimed about it' });
    }
    return unknown;
  }

  #isKnown(ingredient: string): boolean {
    if (
      this.#index.classesOf.has(ingredient) ||
      this.#index.sidesOf.has(ingredient) ||
      this.#index.dosesOf.has(ingredient)
    )
      return true;
    if (brandIngredients.has(ingredient)) return true;
    return this.#context
      .use('drugs')
      .search(ingredient, 3)
      .some((drug) => factsOfDrug(drug).ingredients.some(({ name }) => name === ingredient));
  }
}
