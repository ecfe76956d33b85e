import type { ModuleContext } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import type { FillState, PrescriptionState } from '../prescriptions/model.ts';
import { labelContentSchema } from './contract.ts';
import { composeLabel } from './facts/compose.ts';
import { essentialProblems } from './facts/elements.ts';
import type { LabelContent, LabelLanguage } from './model.ts';
import { labelLanguage } from './wording/phrases.ts';

export interface FillLabel {
  readonly prescription: PrescriptionState;
  readonly fill: FillState;
  readonly content: LabelContent;
  /** The patient's language, where we print it. */
  readonly language: LabelLanguage;
}

/** The label of a fill as it was composed when the fill was made, with who checked it since. */
export function labelOfFill(context: ModuleContext, fillId: string): FillLabel {
  const found = context.use('prescriptions').byFill(fillId);
  const fill = found?.state.fills.find((one) => one.fillId === fillId);
  if (!found || !fill) throw new RefusalError({ kind: 'not-found', data: { what: 'fill', id: fillId } });
  const kept = labelContentSchema.safeParse(fill.label);
  const composed = kept.success ? kept.data : recomposed(context, found.state, fill);
  const content = {
    ...composed,
    pharmacistInitials: composed.pharmacistInitials ?? initials(fill.verifiedBy?.userName ?? null),
  };
  const problems = essentialProblems(content);
  if (problems.length > 0) throw new RefusalError({ kind: 'label-incomplete', data: { problems } });
  return { prescription: found.state, fill, content, language: labelLanguage(found.state.language) };
}

/** A fill that came without label content, from an older terminal: composed from what is known now. */
function recomposed(context: ModuleContext, state: PrescriptionState, fill: FillState): LabelContent {
  const store = context.use('store').profile();
  const patient = state.patientId ? context.use('patients').get(state.patientId) : undefined;
  const drug = context.use('drugs').find(fill.ndc);
  return composeLabel({
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
      fillId: fill.fillId,
      fillNumber: fill.fillNumber,
      part: fill.part,
      filledOn: fill.filledOn,
      quantityMilli: fill.quantityMilli,
      owedMilli: fill.owedMilli,
      daysSupply: fill.daysSupply,
      lots: fill.allocations,
      pharmacistInitials: null,
      technicianInitials: initials(fill.madeBy.userName),
    },
    drug: {
      name: drug?.name ?? fill.productName,
      strength: drug?.strength ?? null,
      doseForm: drug?.doseForm ?? '',
      route: drug?.route ?? null,
      brandName: null,
      labeler: drug?.labeler ?? null,
      ndc: drug?.ndc ?? null,
      schedule: drug?.schedule ?? state.product?.schedule ?? null,
      unit: drug?.unit ?? 'EA',
      ingredients: drug?.ingredients.map((i) => i.name) ?? [],
      classes: drug?.classes ?? [],
      physicalDescription: null,
    },
  });
}

function initials(name: string | null): string | null {
  const letters = (name ?? '')
    .split(/\s+/)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
  return letters === '' ? null : letters;
}
