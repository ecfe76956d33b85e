import { fromMilli, toMilli } from '../../kernel/contract.ts';
import type { Handlers } from '../../kernel/module.ts';
import { holds } from '../../kernel/permissions.ts';
import { RefusalError, unwrap } from '../../kernel/refusal.ts';
import { addDays } from '../../kernel/time.ts';
import type { inventoryContract } from './contract.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { mustKnowSupplier } from './handlers-receiving.ts';
import { normalLotNumber } from './lot.ts';
import type { ProductSettings } from './model.ts';
import { productSettingsAggregate, type SettingsChange } from './product-settings.ts';
import { settingsOf } from './product-tables.ts';
import { explainAllocation } from './service.ts';
import { mustFindDrug, type StockRoom } from './stock-room.ts';
import { findStock } from './stock-search.ts';

type Stock = Pick<Handlers<typeof inventoryContract>, 'stock' | 'productSettings' | 'allocation' | 'scan'>;

export function stockHandlers(room: StockRoom): Stock {
  const { context, reader } = room;
  return {
    stock({ ndc, q, filter, cursor, limit }) {
      if (ndc !== undefined) {
        const key = context.use('drugs').find(ndc)?.key ?? ndc;
        const isKnown = reader.drug(key) !== undefined || reader.lots(key).length > 0;
        return { items: isKnown ? [reader.item(key, { withEmptyLots: true })] : [], nextCursor: null };
      }
      const after = decodeCursor<[string, string]>(cursor, ['string', 'string']) ?? ['', ''];
      const found = findStock(room, { q, filter }).filter(
        ({ name, key }) => name > after[0] || (name === after[0] && key > after[1]),
      );
      return toPage(
        found.slice(0, limit + 1),
        limit,
        ({ key }) => reader.item(key, { withEmptyLots: false }),
        ({ name, key }) => [name, key],
      );
    },

    productSettings({ ndc, ...input }, call) {
      const drug = mustFindDrug(context, ndc);
      const role = call.session?.role;
      if (input.shelfPriceCents !== undefined && !(role && holds(role, 'pos.price-override'))) {
        const data = { permission: 'pos.price-override', role: role ?? 'system' };
        throw new RefusalError({ kind: 'forbidden', data });
      }
      return context.command(call, { action: 'inventory.change' }, (unit) => {
        unit.authorize({});
        if (input.supplierId) mustKnowSupplier(unit, input.supplierId);
        const payload = toChange(input);
        const before = unit.load(productSettingsAggregate, drug.key) ?? settingsOf(unit.db, drug.key);
        const after: ProductSettings = { ...before, ...payload };
        if (
          after.reorderMinMilli !== null &&
          after.reorderMaxMilli !== null &&
          after.reorderMaxMilli < after.reorderMinMilli
        ) {
          throw new RefusalError({ kind: 'reorder-levels', data: undefined });
        }
        unit.append(productSettingsAggregate, drug.key, { type: 'product.settings-changed', payload });
        return toSettings(after);
      });
    },

    allocation({ ndc, quantity, daysSupply, lotNumber }) {
      const drug = mustFindDrug(context, ndc);
      const plan = explainAllocation(room, {
        ndc11: drug.key,
        quantityMilli: toMilli(quantity),
        notBefore: addDays(context.today(), daysSupply),
        lotNumber,
      });
      return {
        allocations: plan.allocations.map(({ quantityMilli, ...rest }) => ({
          ...rest,
          quantity: fromMilli(quantityMilli),
        })),
        skipped: plan.skipped.map(({ onHandMilli, ...rest }) => ({ ...rest, onHand: fromMilli(onHandMilli) })),
        short: fromMilli(plan.shortMilli),
      };
    },

    scan({ barcode }) {
      const scan = unwrap(context.use('drugs').scan(barcode, context.today()));
      const drug = scan.drug ?? mustFindDrug(context, scan.ndc11 ?? scan.candidates[0] ?? barcode);
      const number = scan.lotNumber === null ? null : normalLotNumber(scan.lotNumber);
      const lot = reader
        .lots(drug.key)
        .find((one) => one.lot_number === number && (scan.expiresOn === null || one.expires_on === scan.expiresOn));
      return {
        ndc: drug.key,
        name: drug.name,
        lotNumber: scan.lotNumber,
        expiresOn: scan.expiresOn,
        serial: scan.serial,
        packageSize: drug.packageSizeMilli === null ? null : fromMilli(drug.packageSizeMilli),
        unit: drug.unit,
        batch: lot === undefined ? null : reader.batch(lot),
        stock: reader.item(drug.key, { withEmptyLots: false }),
      };
    },
  };
}

interface SettingsInput {
  readonly reorderMin?: number | null;
  readonly reorderMax?: number | null;
}

/** Only the fields that were given, in thousandths. */
function toChange({ reorderMin, reorderMax, ...same }: SettingsInput): SettingsChange {
  const given = Object.fromEntries(Object.entries(same).filter(([, value]) => value !== undefined));
  const milli = (value: number | null) => (value === null ? null : toMilli(value));
  return {
    ...given,
    ...(reorderMin === undefined ? {} : { reorderMinMilli: milli(reorderMin) }),
    ...(reorderMax === undefined ? {} : { reorderMaxMilli: milli(reorderMax) }),
  };
}

export function toSettings(settings: ProductSettings) {
  const { drugKey: _key, reorderMinMilli, reorderMaxMilli, ...same } = settings;
  return {
    ...same,
    reorderMin: reorderMinMilli === null ? null : fromMilli(reorderMinMilli),
    reorderMax: reorderMaxMilli === null ? null : fromMilli(reorderMaxMilli),
  };
}
