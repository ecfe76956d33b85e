import type { HostPorts } from '../../../host-ports.ts';
import type { ModuleContext } from '../../../kernel/module.ts';
import type {} from '../../nodes/services.ts';
import type { TerminalState } from '../../nodes/terminal-model.ts';
import { exceptionId, partsOf, type Side, type Source } from '../model.ts';
import { terminalName } from '../names.ts';

/** Stamps are milliseconds by this many steps. */
const hlcStepsPerMs = 1024;

interface LateOrigin {
  readonly terminal: TerminalState;
  readonly origin: string;
  readonly lastSeq: number;
}

interface LateRow {
  readonly type: string;
  readonly hlc: number;
}

/** Work of a revoked terminal from after its revocation. It is kept, because it may have been done in good faith. */
export function lateWorkSource(context: ModuleContext, ports: Pick<HostPorts, 'kernel'>): Source {
  const ledger = () => ports.kernel().ledger;

  const lateRows = (terminal: TerminalState, origin: string): LateRow[] => {
    const first = ledger().placeOf(origin, 0);
    const last = ledger().placeOf(origin, ledger().head(origin).seq);
    return context.db
      .prepare<LateRow & Record<string, string | number>>(
        `SELECT type, hlc FROM log WHERE place > ? AND place <= ? AND hlc > ? AND type <> 'audit.recorded'
         ORDER BY place DESC LIMIT 500`,
      )
      .all(first, last, revokedStamp(terminal));
  };

  const lateOrigins = (): LateOrigin[] => {
    const revoked = context
      .use('nodes')
      .terminals()
      .filter(({ revokedAt }) => revokedAt !== null);
    if (revoked.length === 0) return [];
    return ledger()
      .heads()
      .flatMap(({ origin, seq }) => {
        const terminal = revoked.find(({ terminalId }) => origin.startsWith(`${terminalId}:`));
        return terminal && lateRows(terminal, origin).length > 0 ? [{ terminal, origin, lastSeq: seq }] : [];
      });
  };

  return {
    kind: 'late-work',
    recordsHere: true,
    open: () =>
      lateOrigins().map(({ terminal, origin, lastSeq }) => ({
        id: exceptionId('late-work', origin, String(lastSeq)),
        kind: 'late-work',
        since: terminal.revokedAt ?? '',
      })),

    describe(id) {
      const [origin = '', seq = ''] = partsOf(id).parts;
      const found = lateOrigins().find((one) => one.origin === origin && String(one.lastSeq) === seq);
      if (!found) return undefined;
      const { terminal } = found;
      const rows = lateRows(terminal, origin);
      return {
        reason: 'after-revocation',
        title: `${terminal.name || terminal.terminalId} · ${rows.length} ${rows.length === 1 ? 'change' : 'changes'}`,
        text:
          'This terminal was revoked, and went on writing until it heard of it. What it did is in the records like ' +
          'everything else. Look through it in the audit log, and correct there what should not be.',
        patientId: null,
        link: { kind: 'terminal', id: terminal.terminalId },
        sides: [...revocationOf(context, terminal), workOf(terminal, rows)],
        actions: [{ action: 'seen', text: 'I looked through it', needs: 'note', permission: 'terminals.manage' }],
      };
    },

    settle: (unit) => {
      unit.authorize({});
    },
  };
}

function revokedStamp({ revokedAt }: TerminalState): number {
  return Date.parse(revokedAt ?? '') * hlcStepsPerMs;
}

function revocationOf(context: ModuleContext, { name, revokedAt, revocation }: TerminalState): Side[] {
  if (!revokedAt || !revocation) return [];
  const where = terminalName(context, revocation.by);
  return [{ what: `Revoked ${name}`, who: where, terminalId: revocation.by, at: revokedAt, detail: revocation.reason }];
}

function workOf({ terminalId }: TerminalState, rows: readonly LateRow[]): Side {
  const counts = new Map<string, number>();
  for (const { type } of rows) counts.set(type, (counts.get(type) ?? 0) + 1);
  const list = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([type, count]) => `${count} × ${type.replaceAll(/[.-]/g, ' ')}`);
  const at = new Date(Math.floor((rows.at(0)?.hlc ?? 0) / hlcStepsPerMs)).toISOString();
  return { what: 'Went on working', who: '', terminalId, at, detail: list.slice(0, 6).join(', ') };
}
