import { expect, test } from 'vitest';
import { isStatementSigned } from '../../replication/membership.ts';
import {
  askDesk,
  codeOf,
  foundTerminal,
  joinTerminal,
  restarted,
  testKeys,
  testTerminal,
} from '../../testing/members.ts';

const refusalOf = ({ answer }: ReturnType<typeof askDesk>) => (answer.ok ? 'let in' : answer.refusal);

test('NOD-20 the first terminal of a store vouches for itself, once', async () => {
  const first = foundTerminal();
  const nodes = first.store.kernel.host.service('nodes');
  nodes.enrolFounder('Again');
  expect(nodes.isMember()).toBe(true);
  const { items } = await first.store.as('technician').call('nodes.terminals');
  expect(items).toMatchObject([{ terminalId: 't1', name: 'Front counter', isSelf: true, enrolledBy: null }]);
  const [statement] = nodes.statements();
  expect(statement && isStatementSigned('store_test', statement, first.keys.signing.publicKey)).toBe(true);

  const second = await joinTerminal(first, 'Drive-through');
  second.store.kernel.host.service('nodes').enrolFounder('Me too');
  expect((await second.store.as('owner').call('nodes.terminals')).items).toHaveLength(2);

  const bare = testTerminal('t9', testKeys('t9', first.keys.ring()));
  expect(bare.store.kernel.host.service('nodes').isMember()).toBe(false);
  expect((await bare.store.as('owner').refusal('nodes.createEnrolment', {})).code).toBe('not-a-member');
});

test('NOD-21 a code is made by those who may, shown once, listed without itself, and voided', async () => {
  const first = foundTerminal();
  const { store } = first;
  for (const role of ['technician', 'pharmacist', 'auditor'] as const) {
    expect((await store.as(role).refusal('nodes.createEnrolment', {})).code).toBe('forbidden');
  }
  const options = { idempotencyKey: 'one' };
  const made = await store.as('manager').call('nodes.createEnrolment', { name: 'Drive-through' }, options);
  expect(made).toMatchObject({ url: 'https://127.0.0.1:7401', join: `https://127.0.0.1:7401#${made.code}` });
  expect(await store.as('manager').call('nodes.createEnrolment', { name: 'Drive-through' }, options)).toEqual(made);
  const { items } = await store.as('owner').call('nodes.enrolments');
  expect(items).toMatchObject([{ id: made.id, name: 'Drive-through', createdBy: 'Test manager', triesLeft: 5 }]);
  expect(JSON.stringify(items)).not.toContain(made.code);
  expect(Date.parse(made.expiresAt) - store.clock.nowMs()).toBe(600_000);

  await store.as('owner').call('nodes.voidEnrolment', { id: made.id });
  expect((await store.as('owner').refusal('nodes.voidEnrolment', { id: made.id })).code).toBe('not-found');
  expect(refusalOf(askDesk(first, made.code, testKeys('x', [])))).toBe('code-void');
  const audit = await store.as('owner').call('audit.events', { action: 'nodes' });
  expect(audit.items.map((item: { action: string }) => item.action).toSorted()).toEqual([
    'nodes.create-enrolment',
    'nodes.enrol',
    'nodes.void-enrolment',
  ]);
});

test('NOD-21 a code lives ten minutes, also when the clock is set back', async () => {
  const first = foundTerminal();
  const { clock } = first.store;
  const early = await codeOf(first);
  clock.advance(600_000);
  expect(refusalOf(askDesk(first, early, testKeys('x', [])))).toBe('code-expired');
  const late = await codeOf(first);
  clock.jump(-3_600_000);
  expect(refusalOf(askDesk(first, late, testKeys('x', [])))).toBe('code-expired');
  expect((await first.store.as('owner').call('nodes.enrolments')).items).toEqual([]);
});

test('NOD-21 no more than eight codes are open, and none where nobody can reach', async () => {
  const first = foundTerminal();
  for (let no = 0; no < 8; no += 1) await codeOf(first);
  expect((await first.store.as('owner').refusal('nodes.createEnrolment', {})).code).toBe('too-many-codes');
  const closed = testTerminal('t1', testKeys('t1', first.keys.ring()), { ports: { sync: undefined } });
  closed.store.kernel.host.service('nodes').enrolFounder('Front');
  expect((await closed.store.as('owner').refusal('nodes.createEnrolment', {})).code).toBe('not-reachable');
});

test('NOD-14 a wrong code counts against the open ones on disk, and is in the audit log', async () => {
  const first = foundTerminal();
  const code = await codeOf(first);
  for (let no = 0; no < 5; no += 1) {
    expect(refusalOf(askDesk(first, 'AAAA-AAAA-AAAA-AAAA', testKeys('x', []), String(no)))).toBe('refused');
    first.store.clock.advance(60_000);
  }
  expect(refusalOf(askDesk(restarted(first), code, testKeys('y', [])))).toBe('code-void');
  const { items } = await first.store.as('owner').call('audit.events', { action: 'nodes.join-refused' });
  expect(items).toHaveLength(5);
  expect(items[0]).toMatchObject({ outcome: 'failed' });
});

test('NOD-22 who is let in stands in the register once, however often it asks, across a restart', async () => {
  const first = foundTerminal();
  const code = await codeOf(first, 'Drive-through');
  const keys = testKeys('joiner', []);
  const asked = askDesk(first, code, keys);
  const bundle = asked.joiner.open(asked.answer.ok ? asked.answer.body : {});
  expect(bundle.storeKeys.map((key) => key.id)).toEqual(['k1']);
  const again = askDesk(restarted(first), code, keys, 'other');
  expect(again.joiner.open(again.answer.ok ? again.answer.body : {})).toEqual(bundle);
  expect(refusalOf(askDesk(first, code, testKeys('thief', [])))).toBe('code-used');

  const { items } = await first.store.as('owner').call('nodes.terminals');
  expect(items).toHaveLength(2);
  expect(items[1]).toMatchObject({ name: 'Drive-through', enrolledBy: 'Front counter', revokedAt: null });
  for (const statement of bundle.statements) {
    expect(isStatementSigned('store_test', statement, first.keys.signing.publicKey)).toBe(true);
  }
  const ticket = first.store.kernel.host.service('nodes').ticket(bundle.ticket);
  expect(ticket?.terminalId).toBe(bundle.terminalId);
  expect(first.store.kernel.host.service('nodes').ticket('')).toBeNull();
});

test('NOD-22 killed between the code and the register, the same terminal goes on', async () => {
  const first = foundTerminal();
  const code = await codeOf(first);
  const keys = testKeys('joiner', []);
  const { db } = first.store;
  db.exec("CREATE TRIGGER no_rows BEFORE INSERT ON log BEGIN SELECT raise(ABORT, 'killed here'); END");
  expect(() => askDesk(first, code, keys)).toThrow('killed here');
  expect(refusalOf(askDesk(first, code, testKeys('thief', [])))).toBe('code-used');
  db.exec('DROP TRIGGER no_rows');
  const asked = askDesk(restarted(first), code, keys, 'other');
  expect(refusalOf(asked)).toBe('let in');
});

test('NOD-22 a terminal that got a second code stays the one it was', async () => {
  const first = foundTerminal();
  const keys = testKeys('joiner', []);
  const ids: string[] = [];
  for (const code of [await codeOf(first), await codeOf(first)]) {
    const { joiner, answer } = askDesk(first, code, keys);
    ids.push(joiner.open(answer.ok ? answer.body : {}).terminalId);
  }
  expect(new Set(ids).size).toBe(1);
  expect((await first.store.as('owner').call('nodes.terminals')).items).toHaveLength(2);
});
