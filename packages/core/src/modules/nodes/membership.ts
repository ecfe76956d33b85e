import type { HostPorts } from '../../host-ports.ts';
import type { CommittedChange, ModuleContext } from '../../kernel/module.ts';
import { EnrolmentDesk } from '../../replication/enrolment-desk.ts';
import { admit } from '../../replication/membership.ts';
import { LocalCodes } from './code-book.ts';
import { KeyKeeper } from './key-keeper.ts';
import type { Register } from './register.ts';
import type { NodesService, TerminalKeys } from './services.ts';
import { systemCall } from './system-call.ts';
import type { Membership } from './terminal-handlers.ts';
import { isActive, terminalAggregate } from './terminal-model.ts';

/** This terminal as a member: its desk, its key ring, its own entry in the register. */
export function membershipIn(
  ports: HostPorts,
  context: ModuleContext,
  register: Register,
): { membership: Membership | null; services: NodesService; stop(): void } {
  const keys = ports.terminalKeys;
  const kernel = () => ports.kernel();
  const membership: Membership | null = keys
    ? {
        keys,
        codes: new LocalCodes({ context, register, keys }),
        keeper: new KeyKeeper({ context, register, keys, kernel }),
      }
    : null;
  const refused = new Set<string>();
  const stop = context.onCommit((changes) => {
    if (!changes.some(concernsMembers)) return;
    for (const { terminalId, revokedAt } of register.terminals()) {
      if (revokedAt === null || refused.has(terminalId)) continue;
      refused.add(terminalId);
      ports.sync?.refuse(terminalId);
    }
  });
  const services: NodesService = {
    desk: membership && new EnrolmentDesk(membership.codes, context.random),
    enrolFounder(name) {
      if (keys && register.terminals().length === 0) enrolFounder(context, keys, name);
    },
    isMember() {
      const self = register.terminal(context.terminalId);
      return isActive(self) && keys !== undefined && self.publicKey === text(keys.signing.publicKey);
    },
    member: (terminalId) => register.member(terminalId),
    terminals: () => register.terminals(),
    active: () => register.active().map(({ terminalId }) => terminalId),
    statements: () => register.statements(),
    ticket: (ticket) => membership?.codes.ticket(ticket) ?? null,
    tendKeys: async () => membership?.keeper.tend(),
  };
  return { membership, services, stop };
}

function concernsMembers({ kind }: CommittedChange): boolean {
  return kind === 'terminal' || kind === '*';
}

function enrolFounder(context: ModuleContext, keys: TerminalKeys, name: string): void {
  const { terminalId, storeId } = context;
  const { publicKey, privateKey } = keys.signing;
  const self = { terminalId, publicKey, boxKey: keys.boxKey };
  const statement = admit(storeId, { terminalId, privateKey }, self);
  context.command(systemCall('nodes.found'), { action: 'nodes.enrol' }, (unit) => {
    unit.authorize({ terminalId });
    unit.append(terminalAggregate, terminalId, {
      type: 'terminal.enrolled',
      payload: {
        name,
        publicKey: statement.publicKey,
        boxKey: statement.boxKey,
        keyIds: keys.ring().map((key) => key.id),
        by: terminalId,
        approvedBy: null,
        statement: statement.signature,
      },
    });
    return null;
  });
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
