import { fromMilli, toMilli } from '../../kernel/contract.ts';
import type { Call, Handlers, ModuleContext } from '../../kernel/module.ts';
import { RefusalError, unwrap } from '../../kernel/refusal.ts';
import type {} from '../auth/services.ts';
import type { inventoryContract } from './contract.ts';
import { lotAggregate } from './lot.ts';
import { decideReclaim } from './rights.ts';
import type { RightsPort } from './services.ts';
import type { StockRoom } from './stock-room.ts';

type RightsHandlers = Pick<Handlers<typeof inventoryContract>, 'rights' | 'reclaim'>;

/** Who may take how much of a controlled lot, and how the part of a lost terminal comes back. */
export function rightsHandlers(room: StockRoom, port: RightsPort): RightsHandlers {
  const { context } = room;
  return {
    rights({ id }) {
      const lot = context.load(lotAggregate, id);
      if (lot === undefined) throw notFound(id);
      const own = context.origin();
      const items = Object.entries(lot.rights).map(([origin, milli]) => ({
        origin,
        terminalId: terminalOf(origin),
        quantity: fromMilli(milli),
        isHere: origin === own,
        stranding: origin === own ? null : port.strandingOf(origin),
      }));
      return { items: items.sort((a, b) => Number(b.isHere) - Number(a.isHere) || b.quantity - a.quantity) };
    },

    async reclaim({ id, origin, counted, witness }, call) {
      const witnessed = await prove(room.context, call, witness);
      return context.command(call, { action: 'inventory.reclaim-rights' }, (unit) => {
        const lot = unit.load(lotAggregate, id);
        if (lot === undefined) throw notFound(id);
        unit.authorize({
          batchId: id,
          witnessId: witnessed.id,
          schedule: room.reader.drug(lot.drugKey)?.schedule ?? null,
        });
        const countedMilli = toMilli(counted);
        const { quantityMilli, unaccountedMilli } = unwrap(
          decideReclaim(lot, {
            from: origin,
            stranding: origin === context.origin() ? null : port.strandingOf(origin),
            isLeader: port.leads(),
            missing: port.missing(),
            countedBy: call.session?.userId ?? '',
            witnessedBy: witnessed.id,
            countedMilli,
          }),
        );
        unit.append(lotAggregate, id, {
          type: 'lot.rights-reclaimed',
          payload: {
            from: origin,
            quantityMilli,
            countedMilli,
            unaccountedMilli,
            witnessId: witnessed.id,
            witnessName: witnessed.name,
          },
        });
        return { reclaimed: fromMilli(quantityMilli), unaccounted: fromMilli(unaccountedMilli) };
      });
    },
  };
}

async function prove(context: ModuleContext, call: Call, witness: { username: string; password: string }) {
  try {
    return await context.use('auth').prove(call, witness.username, witness.password);
  } catch (error) {
    const isWrong = error instanceof RefusalError && error.refusal.kind === 'sign-in-failed';
    throw isWrong ? new RefusalError({ kind: 'witness-not-proven', data: undefined }) : error;
  }
}

function terminalOf(origin: string): string {
  return origin.slice(0, origin.lastIndexOf(':'));
}

function notFound(id: string): RefusalError {
  return new RefusalError({ kind: 'not-found', data: { what: 'lot', id } });
}
