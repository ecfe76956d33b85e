import { z } from 'zod';
import { schedules, units } from '../model.ts';
import { canonicalNdc } from '../ndc.ts';
import type { Draft, Market } from './draft.ts';

/**
 * The starter catalogue: real names, strengths, forms, schedules and classes under demonstration labeler numbers, so
 * that a new store can work and be tried before any edition is imported. Its NDCs are nobody's: see `statement` in it.
 */
export const starterSchema = z.object({
  statement: z.string(),
  editionDate: z.iso.date(),
  labelers: z.array(
    z.object({ code: z.string().regex(/^\d{5}$/), name: z.string(), kind: z.enum(['generic', 'brand', 'india']) }),
  ),
  products: z.array(
    z.object({
      /** Product segment of its NDCs, four digits, never reused. */
      code: z.string().regex(/^[1-9]\d{3}$/),
      market: z.enum(['us', 'in']),
      name: z.string(),
      brand: z.string().optional(),
      ingredients: z.array(z.tuple([z.string(), z.string()])).min(1),
      strength: z.string(),
      form: z.string(),
      route: z.string(),
      schedule: z.enum(schedules).nullable(),
      otc: z.boolean().optional(),
      classes: z.array(z.string()),
      unit: z.enum(units),
      /** Package sizes in units, at most three decimals; the place in the list is the package digit. */
      packages: z.array(z.number().positive()).min(1).max(9),
    }),
  ),
});
export type StarterCatalog = z.infer<typeof starterSchema>;
export type StarterProduct = StarterCatalog['products'][number];

/** One draft for the generic labeler and one more for the brand, where there is one. */
export function starterDrafts(catalog: StarterCatalog): Draft[] {
  return catalog.products.flatMap((product) => {
    const kinds =
      product.market === 'in'
        ? (['india'] as const)
        : product.brand
          ? (['generic', 'brand'] as const)
          : (['generic'] as const);
    return kinds.flatMap((kind) => {
      const labeler = catalog.labelers.find((one) => one.kind === kind);
      return labeler ? [draftOf(product, labeler, product.market)] : [];
    });
  });
}

function draftOf(product: StarterProduct, labeler: StarterCatalog['labelers'][number], market: Market): Draft {
  return {
    source: 'starter',
    sourceKey: `${labeler.code}-${product.code}`,
    name: `${product.name} ${product.strength} ${product.form}`.replace(/\s+/g, ' '),
    brandName: labeler.kind === 'generic' ? null : (product.brand ?? null),
    ingredients: product.ingredients.map(([name, strength]) => ({ name, rxcui: null, strength })),
    strength: product.strength,
    doseForm: product.form,
    route: product.route,
    labeler: labeler.name,
    classes: product.classes,
    schedule: product.schedule,
    scheduleKnown: true,
    teCode: null,
    product: null,
    rxcui: null,
    status: product.otc ? 'otc' : 'rx',
    unit: product.unit,
    endsOn: null,
    market,
    packages: product.packages.map((size, i) => ({
      key: canonicalNdc(labeler.code, product.code, String(i + 1)),
      ndc: `${labeler.code}-${product.code}-${i + 1}`,
      sizeMilli: Math.round(size * 1000),
      unit: product.unit,
      rxcui: null,
      endsOn: null,
      isPickable: true,
    })),
  };
}
