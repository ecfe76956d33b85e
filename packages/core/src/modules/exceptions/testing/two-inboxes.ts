import type { TestStoreOptions } from '../../../testing/index.ts';
import { enrolmentOf, testKeys } from '../../../testing/members.ts';
import { type Counter, counter, counterModules } from '../../dispensing/testing/counter.ts';
import { learn, meet } from '../../dispensing/testing/two-terminals.ts';
import type { RightsPort } from '../../inventory/services.ts';
import { leaseModule } from '../../lease/module.ts';
import { nodesModule } from '../../nodes/module.ts';
import { terminalAggregate } from '../../nodes/terminal-model.ts';
import { exceptionsModule } from '../module.ts';

export { learn, meet };

export interface Two {
  readonly a: Counter;
  readonly b: Counter;
}

const storeKey = { id: 'k1', bytes: new Uint8Array(32).fill(7) };

async function terminal(terminalId: string, rights: Partial<RightsPort> = {}): Promise<Counter> {
  const keys = testKeys(terminalId, [storeKey]);
  const port: RightsPort = {
    ask: async () => {},
    isReachable: () => false,
    terminals: () => 2,
    missing: () => [],
    leads: () => true,
    strandingOf: () => null,
    ...rights,
  };
  const options: TestStoreOptions = {
    terminalId,
    seed: terminalId,
    modules: (ports) => [...counterModules(ports), leaseModule(ports), nodesModule(ports), exceptionsModule(ports)],
    ports: { terminalKeys: keys, rights: port },
    kernel: { terminalKey: keys.signing, storeKeys: [storeKey] },
  };
  return counter(options);
}

/** Two terminals of one store, "Front counter" and "Back room", that know the same and have lost sight of each other. */
export async function apart(
  prepare: (first: Counter) => Promise<void>,
  rights: Partial<RightsPort> = {},
): Promise<Two> {
  const a = await terminal('t1', rights);
  const b = await terminal('t2', rights);
  a.kernel.host.service('nodes').enrolFounder('Front counter');
  enrolSecond(a);
  await prepare(a);
  meet(a, b);
  return { a, b };
}

/** As the code exchange does it. */
function enrolSecond(by: Counter): void {
  by.kernel.engine.command(systemCall(by), 'nodes.enrol', (unit) => {
    unit.authorize({});
    const { type, payload } = enrolmentOf(by.kernel.ledger.storeId, 't1', 't2');
    unit.append(terminalAggregate, 't2', { type, payload: { ...payload, name: 'Back room', keyIds: [storeKey.id] } });
    return null;
  });
}

function systemCall(store: Counter) {
  const { session } = store.as('owner');
  const call = { session, address: 'local', ownWindow: true, idempotencyKey: null, procedure: 'test.enrol' };
  return { ...call, requestId: 'enrol', signal: new AbortController().signal };
}

/** The open ones as this terminal shows them. */
export async function inboxOf(store: Counter, query: object = {}) {
  return (await store.as('pharmacist').call('exceptions.list', query)).items;
}
