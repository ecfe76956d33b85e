import type { ModuleContext, Unit } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import type { DrugRecord } from '../drugs/model.ts';
import { ratioHalfUp } from './money.ts';
import { includedTax } from './price.ts';
import type { TaxClass } from './price-model.ts';
import { priceItem, taxOn } from './pricing.ts';
import type { SaleAllocation, SaleLine } from './sale-model.ts';
import type { ItemRequest } from './services.ts';

/** Sold only with the identified log of 21 U.S.C. 830(e): workflow-operations fact sheet section 6. */
const loggedIngredients = ['pseudoephedrine', 'ephedrine', 'phenylpropanolamine'];

interface Offer {
  readonly key: string;
  readonly description: string;
  readonly priceCents: number;
  readonly packageMilli: number;
  readonly taxClass: TaxClass;
  readonly isHealthEligible: boolean;
  readonly drug: DrugRecord | undefined;
}

/** Lines of shelf items at today's prices, without touching stock. Throws the refusal of the first that cannot be sold. */
export function quoteItems(context: ModuleContext, items: readonly ItemRequest[], on: string): SaleLine[] {
  return items.map((request, index) => itemLine(context, offerOf(context, request, on), request, index, on, []));
}

/** The same lines, with their stock taken in this unit: earliest expiry first, or the lot that was scanned. */
export function takeItems(
  context: ModuleContext,
  unit: Unit,
  saleId: string,
  items: readonly ItemRequest[],
): SaleLine[] {
  return items.map((request, index) => {
    const offer = offerOf(context, request, unit.today);
    const allocations = takeStock(context, unit, saleId, offer, request);
    return itemLine(context, offer, request, index, unit.today, allocations);
  });
}

function offerOf(context: ModuleContext, request: ItemRequest, on: string): Offer {
  const own = priceItem(context, request.item);
  const drug = own ? context.use('drugs').find(own.key) : drugOf(context, request.item, on);
  const item = own ?? (drug ? priceItem(context, drug.key) : null);
  if (drug) refuseIfRestricted(drug, request.item, item !== null);
  const shelfCents =
    item?.shelfPriceCents ?? (drug ? context.use('inventory').settings(drug.key).shelfPriceCents : null);
  const packageMilli = item?.packageSizeMilli ?? drug?.packageSizeMilli ?? null;
  if (shelfCents == null || packageMilli === null) refuse('item-unknown', { item: request.item });
  return {
    key: item?.key ?? drug?.key ?? request.item,
    description: item?.description ?? drug?.name ?? request.item,
    priceCents: shelfCents,
    packageMilli,
    taxClass: item?.taxClass ?? 'otc-drug',
    isHealthEligible: item?.isHealthEligible ?? drug !== undefined,
    drug,
  };
}

function drugOf(context: ModuleContext, code: string, on: string): DrugRecord | undefined {
  const drugs = context.use('drugs');
  const scanned = drugs.scan(code, on);
  return (scanned.ok ? scanned.value.drug : undefined) ?? drugs.find(code);
}

/** What no source calls over-the-counter is sold so only where the store set a price for it by hand. */
function refuseIfRestricted(drug: DrugRecord, item: string, isPriced: boolean): void {
  const ingredient = drug.ingredients.find(({ name }) => loggedIngredients.some((logged) => name.includes(logged)));
  if (ingredient) refuse('item-needs-purchase-log', { item, ingredient: ingredient.name });
  const onPrescription = drug.marketingStatus === 'rx' || drug.schedule !== null;
  if (onPrescription || (drug.marketingStatus !== 'otc' && !isPriced)) refuse('item-prescription-only', { item });
}

/** Nothing on record is no reason to refuse what lies on the counter: the next count will show the difference. */
function takeStock(
  context: ModuleContext,
  unit: Unit,
  saleId: string,
  offer: Offer,
  request: ItemRequest,
): readonly SaleAllocation[] {
  if (!offer.drug) return [];
  const inventory = context.use('inventory');
  const quantityMilli = offer.packageMilli * request.packages;
  const found = inventory.allocate(unit, {
    ndc11: offer.drug.key,
    quantityMilli,
    notBefore: unit.today,
    lotNumber: request.lotNumber ?? null,
  });
  if (!found.ok) {
    const { refusal } = found;
    if (refusal.kind === 'lot-not-allowed')
      refuse('item-not-saleable', { item: request.item, reason: refusal.data.reason });
    const bad =
      refusal.kind === 'insufficient-stock' ? refusal.data.skipped.find((lot) => lot.onHandMilli > 0) : undefined;
    if (bad && refusal.kind === 'insufficient-stock' && refusal.data.availableMilli <= 0) {
      refuse('item-not-saleable', { item: request.item, reason: bad.reason });
    }
    return [];
  }
  inventory.take(unit, { allocations: found.value, reason: 'sale', ref: { kind: 'sale', id: saleId } });
  return found.value;
}

function itemLine(
  context: ModuleContext,
  offer: Offer,
  request: ItemRequest,
  index: number,
  on: string,
  allocations: readonly SaleAllocation[],
): SaleLine {
  const amountCents = offer.priceCents * request.packages;
  const tax = taxOn(context, offer.taxClass, on);
  return {
    lineId: `item-${index + 1}`,
    kind: 'item',
    description: offer.description,
    note: null,
    fillId: null,
    prescriptionId: null,
    patientId: null,
    itemKey: offer.key,
    quantityMilli: request.packages * 1000,
    amountCents,
    taxCents: tax.mode === 'added' ? ratioHalfUp(amountCents, tax.basisPoints, 10_000) : 0,
    includedTaxCents: tax.mode === 'included' ? includedTax(amountCents, tax.basisPoints) : 0,
    taxClass: offer.taxClass,
    isHealthEligible: offer.isHealthEligible,
    allocations,
  };
}

function refuse(kind: string, data: unknown): never {
  throw new RefusalError({ kind, data });
}
