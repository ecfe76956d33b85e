import type { HostPorts } from '../../../host-ports.ts';
import type { LedgerRow } from '../../../kernel/ledger/chain.ts';
import { rowOf } from '../../../kernel/ledger/rows.ts';
import type { ModuleContext } from '../../../kernel/module.ts';
import type { ForkEvidence } from '../../../kernel/replica/quarantine.ts';
import { exceptionId, partsOf, type Side, type Source } from '../model.ts';
import { terminalName, terminalOf } from '../names.ts';

/** A terminal with two histories under one name. Both rows are kept; nothing more is taken from it. */
export function forkSource(context: ModuleContext, ports: Pick<HostPorts, 'kernel'>): Source {
  const forks = (): ForkEvidence[] => {
    const first = new Map<string, ForkEvidence>();
    for (const one of ports.kernel().replica.quarantined()) {
      const known = first.get(one.origin);
      if (!known || one.seq < known.seq) first.set(one.origin, one);
    }
    return [...first.values()];
  };
  return {
    kind: 'fork',
    recordsHere: true,
    open: () =>
      forks().map(({ origin, seq, foundAt }) => ({
        id: exceptionId('fork', origin, String(seq)),
        kind: 'fork',
        since: foundAt,
      })),

    describe(id) {
      const [origin = '', seq = ''] = partsOf(id).parts;
      const found = forks().find((one) => one.origin === origin && String(one.seq) === seq);
      if (!found) return undefined;
      const terminalId = terminalOf(origin);
      return {
        reason: 'two-histories',
        title: terminalName(context, terminalId),
        text:
          'This terminal wrote two different things in the same place: an old copy of it was started, or its files ' +
          'were put back by hand. Nothing more is taken from it. Revoke it and let it join again with a code.',
        patientId: null,
        link: { kind: 'terminal', id: terminalId },
        sides: bothOf(context, ports, found),
        actions: [
          { action: 'seen', text: 'I took care of that terminal', needs: 'note', permission: 'terminals.manage' },
        ],
      };
    },

    settle: (unit) => {
      unit.authorize({});
    },
  };
}

function bothOf(context: ModuleContext, ports: Pick<HostPorts, 'kernel'>, { origin, seq }: ForkEvidence): Side[] {
  const { ledger, engine } = ports.kernel();
  const kept = ledger.row(origin, seq);
  const others = context.db
    .prepare('SELECT * FROM fork_evidence WHERE origin = ? AND seq = ? ORDER BY hash LIMIT 2')
    .all(origin, seq)
    .map(rowOf);
  const side = (row: LedgerRow, what: string): Side => {
    const payload = engine.rows.open(row);
    const detail = row.type.replaceAll(/[.-]/g, ' ');
    const who = payload?.a.userName ?? '';
    return { what, who, terminalId: terminalOf(origin), at: payload?.t ?? '', detail };
  };
  return [...(kept ? [side(kept, 'In the records')] : []), ...others.map((row) => side(row, 'Kept beside it'))];
}
