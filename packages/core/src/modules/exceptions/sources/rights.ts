import type { ModuleContext } from '../../../kernel/module.ts';
import { lotAggregate } from '../../inventory/lot.ts';
import type {} from '../../nodes/services.ts';
import type { TerminalState } from '../../nodes/terminal-model.ts';
import { exceptionId, partsOf, type Side, type Source } from '../model.ts';
import { quantity, terminalName, terminalOf } from '../names.ts';

/** Rights to controlled lots with a terminal that is gone (INV-105, 106): a count with a witness brings them back. */
export function rightsSource(context: ModuleContext): Source {
  const stranded = (batchId?: string) => context.use('inventory').findings.stranded(batchId);
  return {
    kind: 'rights',
    recordsHere: true,
    open: () =>
      stranded().map(({ batchId, origin, quantityMilli }) => ({
        id: exceptionId('rights', batchId, origin, String(quantityMilli)),
        kind: 'rights',
        since: terminalWith(context, origin)?.revokedAt ?? lastMove(context, batchId),
      })),

    describe(id) {
      const [batchId = '', origin = '', milli = ''] = partsOf(id).parts;
      const found = stranded(batchId).find((one) => one.origin === origin);
      const lot = context.load(lotAggregate, batchId);
      if (!found || !lot || String(found.quantityMilli) !== milli) return undefined;
      const name = terminalName(context, terminalOf(origin));
      const why =
        found.stranding === 'revoked' ? `${name} was revoked` : `${name} was set up anew or put back to an old state`;
      return {
        reason: `rights-${found.stranding}`,
        title: `${lot.name} · lot ${lot.lotNumber}`,
        text:
          `${why}, and ${quantity(found.quantityMilli)} of this controlled lot can be dispensed only there. ` +
          'Count the lot with a witness: what is there can be used again.',
        patientId: null,
        link: { kind: 'lot', id: batchId },
        sides: [...revocation(context, origin), ...holders(context, batchId)],
        actions: [
          {
            action: 'reclaim',
            text: 'Count it with a witness',
            needs: 'witness',
            target: origin,
            permission: 'inventory.adjust-controlled',
          },
          {
            action: 'leave',
            text: 'Leave it: what is missing was reported',
            needs: 'note',
            permission: 'inventory.adjust-controlled',
          },
        ],
      };
    },

    settle: (unit, _call, id) => {
      unit.authorize({ batchId: partsOf(id).parts[0] ?? '' });
    },
  };
}

function terminalWith(context: ModuleContext, origin: string): TerminalState | undefined {
  const terminals = context.use('nodes').terminals();
  return terminals.find(({ terminalId }) => terminalId === terminalOf(origin));
}

function lastMove(context: ModuleContext, batchId: string): string {
  return context.load(lotAggregate, batchId)?.lastMovedAt ?? '';
}

function revocation(context: ModuleContext, origin: string): Side[] {
  const terminal = terminalWith(context, origin);
  if (!terminal?.revokedAt || !terminal.revocation) return [];
  const { by, reason } = terminal.revocation;
  return [{ what: `Revoked ${terminal.name}`, who: '', terminalId: by, at: terminal.revokedAt, detail: reason }];
}

/** Who may take how much of the lot now. */
function holders(context: ModuleContext, batchId: string): Side[] {
  const lot = context.load(lotAggregate, batchId);
  return Object.entries(lot?.rights ?? {})
    .sort(([, a], [, b]) => b - a)
    .slice(0, 4)
    .map(([origin, milli]) => ({
      what: 'May take',
      who: '',
      terminalId: terminalOf(origin),
      at: '',
      detail: quantity(milli),
    }));
}
