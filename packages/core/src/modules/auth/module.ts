import type { HostPorts } from '../../host-ports.ts';
import { defineModule, type ModuleDefinition } from '../../kernel/module.ts';
import { Attempts } from './attempts.ts';
import { Challenges } from './challenges.ts';
import { authContract } from './contract.ts';
import { authMigrations, userAggregate } from './model.ts';
import { ownHandlers } from './own-handlers.ts';
import { Passkeys } from './passkeys.ts';
import { provePassword, showSecondFactor } from './proof.ts';
import { ProofQueue } from './proof-queue.ts';
import { SecondFactor } from './second-factor.ts';
import type { AuthService } from './services.ts';
import { sessionHandlers } from './session-handlers.ts';
import { Sessions } from './sessions.ts';
import { staffHandlers } from './staff-handlers.ts';

/** Who is who: accounts, sessions, PINs, second factors, lock-out. */
export function authModule(ports: HostPorts): ModuleDefinition {
  return defineModule({
    name: 'auth',
    version: '1.0.0',
    requires: [],
    contract: authContract,
    aggregates: [userAggregate],
    projections: [],
    migrations: authMigrations,
    localTables: ['auth_session', 'auth_attempt'],
    start(context) {
      const sessions = new Sessions(context);
      const parts = {
        passwords: new ProofQueue(ports.passwords),
        context,
        sessions,
        attempts: new Attempts(context.db, context.local, context.clock),
        secondFactor: new SecondFactor(context.clock),
        passkeys: new Passkeys(ports, new Challenges(context.clock, context.random)),
      };
      const services: AuthService = {
        authenticate: (token) => sessions.authenticate(token),
        isLocked: (id) => sessions.isLocked(id),
        verifySecondFactor: async (call, totp) => showSecondFactor(parts, call, totp) !== null,
        prove: (call, username, password) => provePassword(parts, call, username, password),
        user: (id) => context.load(userAggregate, id),
        nameOf: (id) => context.load(userAggregate, id)?.name ?? id,
      };
      return { handlers: { ...sessionHandlers(parts), ...ownHandlers(parts), ...staffHandlers(parts) }, services };
    },
  });
}
