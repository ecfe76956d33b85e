import { fromMilli, toMilli } from '../../kernel/contract.ts';
import type { Handlers } from '../../kernel/module.ts';
import type { ReadDb } from '../../kernel/ports.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import type { inventoryContract } from './contract.ts';
import { decodeCursor, toPage } from './cursor.ts';
import type { StockRoom } from './stock-room.ts';
import { defaultLeadTime, type SupplierState, supplierAggregate } from './supplier.ts';

type Suppliers = Pick<Handlers<typeof inventoryContract>, 'suppliers' | 'addSupplier' | 'changeSupplier'>;

export function supplierHandlers({ context }: StockRoom): Suppliers {
  const load = (id: string): SupplierState => {
    const state = context.load(supplierAggregate, id);
    if (state === undefined) throw new RefusalError({ kind: 'not-found', data: { what: 'supplier', id } });
    return state;
  };
  return {
    suppliers({ cursor, limit }) {
      const after = decodeCursor<[string, string]>(cursor, ['string', 'string']) ?? ['', ''];
      const rows = context.db
        .prepare<{ id: string; name: string }>(
          `SELECT aggregate_id AS id, name FROM inventory_supplier WHERE (name, aggregate_id) > (?, ?)
           ORDER BY name, aggregate_id LIMIT ?`,
        )
        .all(...after, limit + 1);
      return toPage(
        rows,
        limit,
        (row) => toSupplier(row.id, load(row.id)),
        (row) => [row.name, row.id],
      );
    },

    addSupplier(input, call) {
      return context.command(call, { action: 'inventory.add-supplier' }, (unit) => {
        unit.authorize({});
        refuseTwin(unit.db, input.name, '');
        const id = unit.newId('supplier');
        const payload: SupplierState = {
          accountNumber: null,
          phone: null,
          dea: null,
          ...defaultLeadTime,
          orderCutOff: null,
          isActive: true,
          name: input.name,
          ...toState(input),
        };
        return toSupplier(id, unit.append(supplierAggregate, id, { type: 'supplier.added', payload }));
      });
    },

    changeSupplier({ id, ...changes }, call) {
      return context.command(call, { action: 'inventory.change-supplier' }, (unit) => {
        if (unit.load(supplierAggregate, id) === undefined) load(id);
        unit.authorize({});
        if (changes.name !== undefined) refuseTwin(unit.db, changes.name, id);
        return toSupplier(
          id,
          unit.append(supplierAggregate, id, { type: 'supplier.changed', payload: toState(changes) }),
        );
      });
    },
  };
}

interface SupplierInput {
  readonly name?: string;
  readonly accountNumber?: string | null;
  readonly phone?: string | null;
  readonly dea?: string | null;
  readonly leadTimeDays?: number;
  readonly leadTimeDeviationDays?: number;
  readonly orderCutOff?: string | null;
  readonly isActive?: boolean;
}

/** Only the fields that were given. */
function toState(input: SupplierInput): Partial<SupplierState> {
  const { leadTimeDeviationDays, ...same } = input;
  const given = Object.fromEntries(Object.entries(same).filter(([, value]) => value !== undefined));
  return leadTimeDeviationDays === undefined
    ? given
    : { ...given, leadTimeDeviationMilli: toMilli(leadTimeDeviationDays) };
}

function refuseTwin(db: ReadDb, name: string, ownId: string): void {
  const twin = db
    .prepare<{ id: string }>(
      'SELECT aggregate_id AS id FROM inventory_supplier WHERE name = ? COLLATE NOCASE AND aggregate_id <> ?',
    )
    .get(name, ownId);
  if (twin) throw new RefusalError({ kind: 'supplier-exists', data: { supplierId: twin.id } });
}

function toSupplier(supplierId: string, state: SupplierState) {
  const { leadTimeDeviationMilli, ...rest } = state;
  return { supplierId, ...rest, leadTimeDeviationDays: fromMilli(leadTimeDeviationMilli) };
}
