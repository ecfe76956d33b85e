import { toMilli } from '../../kernel/contract.ts';
import type { Handlers, ModuleContext } from '../../kernel/module.ts';
import { assert } from '../../kernel/refusal.ts';
import type { posContract } from './contract.ts';
import type { TaxRule } from './price-model.ts';
import { posSettingsAggregate, posSettingsId, priceItemAggregate } from './settings.ts';
import { builtInTaxRules } from './tax.ts';
import { itemToWire } from './wire.ts';

type PriceHandlers = Pick<Handlers<typeof posContract>, 'items' | 'setItem' | 'taxRules' | 'addTaxRule'>;

export function priceHandlers(context: ModuleContext): PriceHandlers {
  return {
    items({ q, cursor, limit }) {
      const like = `%${(q ?? '').replace(/[\\%_]/g, '\\$&')}%`;
      const rows = context.db
        .prepare<{ id: string; description: string }>(
          `SELECT aggregate_id AS id, description FROM pos_item
            WHERE (description LIKE ? ESCAPE '\\' OR item_key LIKE ? ESCAPE '\\') AND aggregate_id > ?
            ORDER BY aggregate_id LIMIT ?`,
        )
        .all(like, like, cursor ?? '', limit + 1);
      const items = rows.slice(0, limit).map(({ id }) => {
        const item = context.load(priceItemAggregate, id)?.item;
        assert(item, 'a listed price item has a state');
        return itemToWire(item);
      });
      return { items, nextCursor: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null };
    },

    setItem(input, call) {
      return context.command(call, { action: 'pos.set-price' }, (unit) => {
        unit.authorize({ item: input.key });
        const { packageSize, usualAndCustomary, ...rest } = input;
        const { item } = unit.append(priceItemAggregate, input.key, {
          type: 'price-item.set',
          payload: {
            ...rest,
            packageSizeMilli: toMilli(packageSize),
            usualAndCustomary: usualAndCustomary.map(({ upTo, priceCents }) => ({
              upToMilli: toMilli(upTo),
              priceCents,
            })),
          },
        });
        assert(item, 'the price was set');
        return itemToWire(item);
      });
    },

    taxRules: () => listTaxRules(context.load(posSettingsAggregate, posSettingsId)?.taxRules ?? []),

    addTaxRule(rule, call) {
      return context.command(call, { action: 'pos.add-tax-rule' }, (unit) => {
        unit.authorize({ jurisdiction: rule.jurisdiction, taxClass: rule.taxClass });
        const { taxRules } = unit.append(posSettingsAggregate, posSettingsId, {
          type: 'pos.tax-rule-added',
          payload: rule,
        });
        return listTaxRules(taxRules);
      });
    },
  };
}

function listTaxRules(own: readonly TaxRule[]) {
  return {
    items: [
      ...own.map((rule) => ({ ...rule, isBuiltIn: false })),
      ...builtInTaxRules.map((rule) => ({ ...rule, isBuiltIn: true })),
    ],
  };
}
