import type { TaxClass, TaxRule } from './price-model.ts';

const since = '2000-01-01';
const exemptOtcStates = ['ct', 'fl', 'md', 'mn', 'nj', 'ny', 'pa', 'tx', 'va'];

function row(jurisdiction: string, taxClass: TaxClass, rate: TaxRule['rate'], source: string): TaxRule {
  return { jurisdiction, taxClass, rate, mode: 'added', effectiveFrom: since, effectiveTo: null, source };
}

/**
 * The table that comes with the program: a starting point that a store adds dated rows to. Source: workflow-operations
 * fact sheet section 6 and india fact sheet section 8. Rates vary by place; what is uncertain is marked K?.
 */
export const builtInTaxRules: readonly TaxRule[] = [
  row('*', 'prescription', 0, 'K?: no row for this jurisdiction'),
  row('*', 'otc-drug', 'store', 'K?: no row for this jurisdiction'),
  row('*', 'medical-supply', 'store', 'K?: no row for this jurisdiction'),
  row('*', 'food', 'store', 'K?: no row for this jurisdiction'),
  row('*', 'general', 'store', 'K?: no row for this jurisdiction'),
  row('us', 'prescription', 0, 'K: prescription drugs for people are exempt in nearly all states'),
  row('us_il', 'prescription', 100, 'K: 1 % state rate'),
  ...exemptOtcStates.map((state) => row(`us_${state}`, 'otc-drug', 0, 'K: over-the-counter drugs are exempt')),
  ...(['prescription', 'otc-drug'] as const).map(
    (taxClass): TaxRule => ({
      jurisdiction: 'ind',
      taxClass,
      rate: 500,
      mode: 'included',
      effectiveFrom: '2025-09-22',
      effectiveTo: null,
      source: 'V: GST 5 % on medicines HSN 3003/3004, contained in the retail price',
    }),
  ),
  ...(['prescription', 'otc-drug'] as const).map(
    (taxClass): TaxRule => ({
      jurisdiction: 'ind',
      taxClass,
      rate: 1200,
      mode: 'included',
      effectiveFrom: '2017-07-01',
      effectiveTo: '2025-09-21',
      source: 'V: GST 12 % on most medicines until 2025-09-21',
    }),
  ),
  ...(['medical-supply', 'food', 'general'] as const).map(
    (taxClass): TaxRule => ({
      jurisdiction: 'ind',
      taxClass,
      rate: 'store',
      mode: 'included',
      effectiveFrom: since,
      effectiveTo: null,
      source: 'K?: 5 or 18 % by item; set the row that fits',
    }),
  ),
];

export interface AppliedTax {
  readonly basisPoints: number;
  readonly mode: TaxRule['mode'];
  readonly source: string;
}

export interface TaxQuestion {
  readonly jurisdiction: string;
  readonly taxClass: TaxClass;
  /** Date of supply: an old sale keeps the rate of its day. */
  readonly on: string;
  readonly storeBasisPoints: number;
}

/** The state's row before the country's before `*`; a row of the store before one that came along; then the newest. */
export function taxFor(question: TaxQuestion, storeRules: readonly TaxRule[]): AppliedTax {
  const country = question.jurisdiction.split('_')[0] ?? '';
  const places = [question.jurisdiction, country, '*'];
  for (const place of places) {
    for (const rules of [storeRules, builtInTaxRules]) {
      const found = rules
        .filter(
          (rule) => rule.jurisdiction === place && rule.taxClass === question.taxClass && holdsOn(rule, question.on),
        )
        .reduce<TaxRule | null>(
          (best, rule) => (!best || rule.effectiveFrom >= best.effectiveFrom ? rule : best),
          null,
        );
      if (found) {
        const basisPoints = found.rate === 'store' ? question.storeBasisPoints : found.rate;
        return { basisPoints, mode: found.mode, source: found.source };
      }
    }
  }
  return { basisPoints: question.storeBasisPoints, mode: 'added', source: 'K?: no row in the tax table' };
}

function holdsOn(rule: TaxRule, on: string): boolean {
  return rule.effectiveFrom <= on && (rule.effectiveTo === null || on <= rule.effectiveTo);
}
