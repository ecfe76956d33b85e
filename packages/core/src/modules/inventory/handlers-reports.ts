import { fromMilli } from '../../kernel/contract.ts';
import type { Handlers } from '../../kernel/module.ts';
import { addDays, addMonths, daysBetween } from '../../kernel/time.ts';
import type { inventoryContract } from './contract.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { type ExpiryTier, tierOf, willSell } from './expiry.ts';
import { toSettings } from './handlers-stock.ts';
import type { DiscrepancyKind } from './lot.ts';
import { costOf, priceBasisOf, settingsOf } from './product-tables.ts';
import { abcClasses, type ReorderAdvice, serviceLevel } from './reorder.ts';
import { countDiscrepancies } from './service.ts';
import { type StockedLot, selling } from './stock-reader.ts';
import { mustFindDrug, type StockRoom } from './stock-room.ts';
import { heldLots, useByWeek } from './stock-tables.ts';

type Reports = Pick<
  Handlers<typeof inventoryContract>,
  'summary' | 'product' | 'expiring' | 'reorder' | 'discrepancies'
>;

const tiers = ['expired', 'pull', 'push', 'watch'] as const satisfies readonly ExpiryTier[];
const weeksShown = 13;

export function reportHandlers(room: StockRoom): Reports {
  const { context, reader } = room;
  return {
    summary: () => summary(room),

    product({ ndc }) {
      const key = mustFindDrug(context, ndc).key;
      const advice = room.advice.of(key);
      const lots = reader.lots(key);
      const shares = sharesThatSell(room, key, lots);
      return {
        stock: reader.item(key, { withEmptyLots: false }),
        settings: toSettings(settingsOf(context.db, key)),
        abcClass: abcClasses(valueOfUse(room)).get(key) ?? null,
        costCents: priceBasisOf(context.db, key, reader.packageMilli(key))?.packageCostCents ?? null,
        usePerWeek: useByWeek(context.db, key, context.today(), weeksShown).map((week) => ({
          from: week.from,
          quantity: fromMilli(week.milli),
        })),
        reorder: toReorder(room, key, advice),
        willSell: [...shares].map(([batchId, basisPoints]) => ({ batchId, basisPoints })),
      };
    },

    expiring({ days, tier, cursor, limit }) {
      const today = context.today();
      const before = days === undefined ? addMonths(today, 12) : addDays(today, days + 1);
      const all = reader.expiringBefore(before);
      const after = decodeCursor<[string, string]>(cursor, ['string', 'string']) ?? ['', ''];
      const shown = all.filter((lot) => {
        const isAfter = lot.expires_on > after[0] || (lot.expires_on === after[0] && sortKey(lot) > after[1]);
        return isAfter && (tier === undefined || tierOf(lot.expires_on, today) === tier);
      });
      const shares = sharesOnce(room);
      const page = toPage(
        shown.slice(0, limit + 1),
        limit,
        (lot) => toExpiring(room, lot, shares(lot)),
        (lot) => [lot.expires_on, sortKey(lot)],
      );
      return { ...page, tiers: tiers.map((name) => tierTotal(room, all, name)) };
    },

    reorder({ supplierId, cursor, limit }) {
      const after = decodeCursor<[string, string]>(cursor, ['string', 'string']) ?? ['', ''];
      const all = ordersOf(room, supplierId);
      const rest = all.filter(({ name, ndc }) => name > after[0] || (name === after[0] && ndc > after[1]));
      const page = toPage(
        rest.slice(0, limit + 1),
        limit,
        (item) => item,
        (item) => [item.name, item.ndc],
      );
      return {
        ...page,
        method: 'simple-90-day' as const,
        serviceLevelBasisPoints: serviceLevel.basisPoints,
        totalCents: all.reduce((sum, item) => sum + (item.estimatedCostCents ?? 0), 0),
      };
    },

    discrepancies({ cursor, limit }) {
      const after = decodeCursor<[string, string]>(cursor, ['string', 'string']) ?? ['', ''];
      const rows = context.db
        .prepare<{ id: string; kind: DiscrepancyKind; since: string }>(
          `SELECT aggregate_id AS id, kind, since FROM inventory_discrepancy
           WHERE (since, aggregate_id || kind) > (?, ?) ORDER BY since, aggregate_id || kind LIMIT ?`,
        )
        .all(...after, limit + 1);
      return toPage(
        rows,
        limit,
        (row) => toDiscrepancy(room, row),
        (row) => [row.since, row.id + row.kind],
      );
    },
  };
}

function sortKey(lot: StockedLot): string {
  return `${lot.name} ${lot.aggregate_id}`;
}

function sharesThatSell(room: StockRoom, key: string, lots: readonly StockedLot[]): Map<string, number> {
  const use = room.advice.use(key);
  const saleable = lots.filter((lot) => room.reader.isSaleable(lot));
  const pace = { perDays: use.days, quantityMilli: Math.max(0, use.sumMilli) };
  return willSell(saleable.map(selling), pace, room.context.today());
}

/** The share of a lot that will sell; lots of one drug are looked at together, once. */
function sharesOnce(room: StockRoom): (lot: StockedLot) => number {
  const byDrug = new Map<string, Map<string, number>>();
  return (lot) => {
    const known = byDrug.get(lot.drug_key) ?? sharesThatSell(room, lot.drug_key, room.reader.lots(lot.drug_key));
    byDrug.set(lot.drug_key, known);
    return known.get(lot.aggregate_id) ?? 0;
  };
}

function toExpiring(room: StockRoom, lot: StockedLot, willSellBasisPoints: number) {
  const { reader, context } = room;
  const drug = reader.drug(lot.drug_key);
  return {
    ...reader.batch(lot),
    ndc: lot.drug_key,
    name: drug?.name ?? lot.name,
    schedule: drug?.schedule ?? null,
    daysLeft: daysBetween(context.today(), lot.expires_on),
    valueCents: reader.valueCents(lot),
    willSellBasisPoints,
  };
}

function tierTotal(room: StockRoom, lots: readonly StockedLot[], tier: ExpiryTier) {
  const today = room.context.today();
  const inTier = lots.filter((lot) => tierOf(lot.expires_on, today) === tier);
  return { tier, lots: inTier.length, valueCents: inTier.reduce((sum, lot) => sum + room.reader.valueCents(lot), 0) };
}

function toReorder(room: StockRoom, key: string, advice: ReorderAdvice) {
  const { context, reader } = room;
  const item = reader.item(key, { withEmptyLots: false });
  const basis = priceBasisOf(context.db, key, reader.packageMilli(key));
  return {
    ndc: key,
    name: item.name,
    schedule: item.schedule,
    supplierId: settingsOf(context.db, key).supplierId,
    onHand: item.onHand,
    saleable: item.saleable,
    reserved: item.reserved,
    dailyUse: fromMilli(advice.dailyUseMilli),
    leadTimeDays: room.advice.lead(key).days,
    safetyStock: fromMilli(advice.safetyStockMilli),
    reorderPoint: fromMilli(advice.reorderPointMilli),
    target: fromMilli(advice.targetMilli),
    packageSize: fromMilli(reader.packageMilli(key)),
    order: reader.suggestion(key, advice.orderMilli) ?? { packages: 0, quantity: 0 },
    estimatedCostCents: basis === null ? null : costOf(basis.cost, advice.orderMilli),
    basis: advice.basis,
  };
}

function ordersOf(room: StockRoom, supplierId: string | undefined) {
  return [...room.advice.all()]
    .filter(([, advice]) => advice.orderMilli > 0)
    .map(([key, advice]) => toReorder(room, key, advice))
    .filter((item) => supplierId === undefined || item.supplierId === supplierId)
    .sort((a, b) => (a.name === b.name ? (a.ndc < b.ndc ? -1 : 1) : a.name < b.name ? -1 : 1));
}

/** Cost of the window's use, by drug. */
function valueOfUse(room: StockRoom): Map<string, number> {
  const values = new Map<string, number>();
  for (const key of room.advice.all().keys()) {
    const use = Math.max(0, room.advice.use(key).sumMilli);
    const basis = use === 0 ? null : priceBasisOf(room.context.db, key, null);
    if (basis !== null) values.set(key, costOf(basis.cost, use));
  }
  return values;
}

function summary(room: StockRoom) {
  const { context, reader } = room;
  const today = context.today();
  const lots = heldLots(context.db).map((row) => reader.withOnHand(row));
  const valueCents = lots.reduce((sum, lot) => sum + reader.valueCents(lot), 0);
  const usedCents = [...valueOfUse(room).values()].reduce((sum, cents) => sum + cents, 0);
  const orders = ordersOf(room, undefined);
  return {
    valueCents,
    turnsHundredths: valueCents === 0 ? null : Math.round((usedCents * 365 * 100) / (90 * valueCents)),
    willExpire: willExpire(room, lots, today),
    toOrder: { lines: orders.length, costCents: orders.reduce((sum, one) => sum + (one.estimatedCostCents ?? 0), 0) },
    discrepancies: countDiscrepancies(room),
    quarantinedLots: lots.filter((lot) => lot.status !== 'available').length,
  };
}

/**
 * Stock that the present use will not take before it expires. It can usually go back to the supplier from six months
 * before to twelve months after its date (fact sheet workflow-operations.md section 8, returns).
 */
function willExpire(room: StockRoom, lots: readonly StockedLot[], today: string) {
  const byDrug = Map.groupBy(lots, (lot) => lot.drug_key);
  let [valueCents, atRisk, canGoBack] = [0, 0, 0];
  for (const [key, ofDrug] of byDrug) {
    const shares = sharesThatSell(room, key, ofDrug);
    for (const lot of ofDrug) {
      const unsold = 10_000 - (shares.get(lot.aggregate_id) ?? 0);
      if (lot.onHandMilli <= 0 || unsold === 0 || lot.expires_on >= addMonths(today, 12)) continue;
      atRisk += 1;
      valueCents += Math.round((room.reader.valueCents(lot) * unsold) / 10_000);
      if (lot.expires_on < addMonths(today, 6) && lot.expires_on >= addMonths(today, -12)) canGoBack += 1;
    }
  }
  return { valueCents, lots: atRisk, canGoBack };
}

const messages: Record<DiscrepancyKind, string> = {
  'below-zero': 'More left this lot than came in. Count it.',
  'counted-at-once':
    'Two people counted this lot without seeing each other, so a difference may be posted twice. Count it again.',
  'status-conflict': 'Two people set different statuses at once; the stricter one holds. Decide which is right.',
};

function toDiscrepancy(room: StockRoom, row: { id: string; kind: DiscrepancyKind; since: string }) {
  const lot = room.reader.lotById(row.id);
  return {
    id: `${row.id}/${row.kind}`,
    kind: row.kind,
    batchId: row.id,
    ndc: lot.drug_key,
    name: room.reader.drug(lot.drug_key)?.name ?? lot.name,
    lotNumber: lot.lot_number,
    expiresOn: lot.expires_on,
    onHand: fromMilli(lot.onHandMilli),
    since: row.since,
    message: messages[row.kind],
  };
}
