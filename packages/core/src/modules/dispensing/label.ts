import type { ModuleContext } from '../../kernel/module.ts';
import type { DrugRecord } from '../drugs/model.ts';
import type { LabelContent, LabelFacts } from '../labels/model.ts';
import type { Allocation, PrescriptionState } from '../prescriptions/model.ts';
import type { FillPlan } from './decide-fill.ts';

export interface LabelInput {
  readonly fillId: string;
  readonly plan: Pick<FillPlan, 'fillNumber' | 'part' | 'quantityMilli' | 'owedMilli' | 'daysSupply'>;
  readonly drug: DrugRecord;
  readonly allocations: readonly Allocation[];
  readonly filledOn: string;
  readonly filledBy: string | null;
}

/** The facts of the label, gathered when the fill is made: what is printed later is what was checked then. */
export function labelOf(context: ModuleContext, state: PrescriptionState, input: LabelInput): LabelContent {
  const store = context.use('store').profile();
  const patient = state.patientId ? context.use('patients').get(state.patientId) : undefined;
  const { drug, plan } = input;
  return context.use('labels').compose({
    store,
    patient: {
      name: patient?.name ?? { given: '', family: '' },
      birthDate: patient?.birthDate ?? null,
      address: patient?.address ?? null,
    },
    prescription: {
      rxNumber: state.rxNumber,
      prescriberName: state.prescriber?.name ?? '',
      directions: state.sig?.english ?? '',
      purpose: null,
      writtenOn: state.writtenOn,
      expiresOn: state.expiresOn,
      refillsLeft: state.refillsRemaining,
    },
    fill: {
      ...plan,
      fillId: input.fillId,
      filledOn: input.filledOn,
      lots: input.allocations.map(({ lotNumber, expiresOn }) => ({ lotNumber, expiresOn })),
      technicianInitials: initials(input.filledBy),
      pharmacistInitials: null,
    },
    drug: drugFacts(drug, context.use('drugs').find(state.drug?.key ?? '')),
  });
}

/** A generic names the brand that was prescribed. */
function drugFacts(drug: DrugRecord, prescribed: DrugRecord | undefined): LabelFacts['drug'] {
  const standsInFor = drug.brandName === null ? (prescribed?.brandName ?? null) : null;
  return {
    name: drug.name,
    strength: drug.strength,
    doseForm: drug.doseForm,
    route: drug.route,
    brandName: standsInFor,
    labeler: drug.labeler,
    ndc: drug.ndc,
    schedule: drug.schedule,
    unit: drug.unit,
    ingredients: drug.ingredients.map((ingredient) => ingredient.name),
    classes: drug.classes,
    physicalDescription: null,
  };
}

export function initials(name: string | null): string | null {
  if (name === null) return null;
  return name
    .split(/\s+/)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
}
