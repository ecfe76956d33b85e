import type { DrugRecord, SubstituteClass } from './model.ts';

/**
 * Substitution by therapeutic equivalence (fact sheet substitution-orange-book.md sections 2 and 3). Pure: it is handed
 * products as an imported edition prints them and answers with classes and reasons. State law, patient consent and
 * narrow-therapeutic-index lists are another decision, laid over this one.
 */
export interface SubstitutionProduct {
  readonly product: string;
  /** Ingredient set, form, route and strength as the edition prints them, spelling made equal. */
  readonly ingredientKey: string;
  readonly doseForm: string;
  readonly route: string;
  /** Null where the edition states none: equal to nothing. */
  readonly strengthKey: string | null;
  readonly teCode: string | null;
  readonly status: string;
  /** What can be dispensed of it: directory packages, or the product itself where none is joined. */
  readonly records: readonly DrugRecord[];
}

export interface Allowed {
  readonly record: DrugRecord;
  readonly class: SubstituteClass;
  readonly teCode: string | null;
  readonly reason: string;
}
export interface NotAllowed {
  readonly record: DrugRecord;
  readonly class: SubstituteClass | null;
  readonly teCode: string | null;
  readonly reason: string;
}
export interface Substitution {
  readonly items: readonly Allowed[];
  readonly notAllowed: readonly NotAllowed[];
}

/** `family`: other packages of the same labeler and product, whatever their source. */
export interface SubstitutionCase {
  readonly prescribed: DrugRecord;
  readonly family: readonly DrugRecord[];
  /** Null where the prescribed drug is joined to no application product. */
  readonly product: SubstitutionProduct | null;
  readonly candidates: readonly SubstitutionProduct[];
  readonly daw: number;
}

/** Codes under which the brand as written must be handed out (fact sheet, DAW decision table). */
const dawReasons: Readonly<Record<number, string>> = {
  1: 'DAW 1: the prescriber does not allow substitution',
  2: 'DAW 2: the patient asked for the product as written; ask the patient',
  7: 'DAW 7: the law forbids substitution of this drug',
};

export function decideSubstitutes(input: SubstitutionCase): Substitution {
  const { prescribed, product, daw } = input;
  const items: Allowed[] = input.family.map((record) => ({
    record,
    class: 'SAME_NDC_FAMILY',
    teCode: record.teCode,
    reason: 'Same labeler and product, another package',
  }));
  const notAllowed: NotAllowed[] = [];
  if (product !== null) {
    for (const record of product.records) {
      if (record.key === prescribed.key || input.family.some((one) => one.key === record.key)) continue;
      allow(
        record,
        'SAME_NDC_FAMILY',
        product.teCode,
        `Same application product ${product.product}, another labeler or package`,
      );
    }
    for (const candidate of input.candidates) {
      const refusal = notEquivalent(product, candidate);
      for (const record of candidate.records) {
        if (refusal === null) allow(record, 'TE_A_EQUIVALENT', candidate.teCode, equivalence(product, candidate));
        else notAllowed.push({ record, class: 'PHARM_ALTERNATIVE', teCode: candidate.teCode, reason: refusal });
      }
    }
  }
  return { items, notAllowed };

  function allow(record: DrugRecord, kind: SubstituteClass, teCode: string | null, reason: string): void {
    const forbidden = dawReasons[daw];
    if (forbidden !== undefined) notAllowed.push({ record, class: kind, teCode, reason: forbidden });
    else items.push({ record, class: kind, teCode, reason });
  }
}

/** Null: equivalent. Otherwise why not; the first test that fails decides. */
export function notEquivalent(a: SubstitutionProduct, b: SubstitutionProduct): string | null {
  if (a.ingredientKey !== b.ingredientKey) return 'Another ingredient, salt or ester';
  if (a.doseForm !== b.doseForm || a.route !== b.route) return `Another dosage form or route: ${wordsOf(b)}`;
  if (a.strengthKey === null || b.strengthKey === null) return 'No strength is stated to compare';
  if (a.strengthKey !== b.strengthKey) return 'Another strength';
  if (a.status !== 'rx') return `The prescribed product is not marketed on prescription (${a.status})`;
  if (b.status === 'discontinued') return 'Discontinued: not evaluated for equivalence';
  if (b.status !== 'rx') return `Not marketed on prescription (${b.status})`;
  if (a.teCode === null) return 'The prescribed product has no TE code: single source or not evaluated';
  if (b.teCode === null) return 'No TE code: not evaluated for equivalence';
  if (equivalenceCodes(a).length === 0)
    return `The prescribed product is rated ${a.teCode}: not equivalent to any other`;
  if (equivalenceCodes(b).length === 0) return `Rated ${b.teCode}: not therapeutically equivalent`;
  if (sharedCodes(a, b).length === 0)
    return `Rated ${b.teCode}, the prescribed product ${a.teCode}: not bioequivalent to each other`;
  return null;
}

/** Codes are compared whole: AB is not AB1, AB1 is not AB2, and no third product ties them together. */
export function sharedCodes(a: SubstitutionProduct, b: SubstitutionProduct): string[] {
  const own = new Set(equivalenceCodes(a));
  return equivalenceCodes(b).filter((code) => own.has(code));
}

function equivalenceCodes(product: SubstitutionProduct): string[] {
  return (product.teCode ?? '').split(',').filter((code) => code.startsWith('A'));
}

function equivalence(a: SubstitutionProduct, b: SubstitutionProduct): string {
  return `Both rated ${sharedCodes(a, b).join(', ')}: same ingredients, form, route and strength`;
}

function wordsOf(product: SubstitutionProduct): string {
  return `${product.doseForm}; ${product.route}`.toLowerCase();
}
