import { expect, test } from 'vitest';
import { Quarantine } from '../../kernel/replica/quarantine.ts';
import { revocationOf } from '../../testing/members.ts';
import type { Counter } from '../dispensing/testing/counter.ts';
import { lisinopril, oxycodone } from '../dispensing/testing/fixtures.ts';
import { rightsOf } from '../inventory/rights.ts';
import { terminalAggregate } from '../nodes/terminal-model.ts';
import { apart, inboxOf, learn, meet } from './testing/two-inboxes.ts';

const lot = { lotNumber: 'L1', expiresOn: '2028-01-31', quantity: 100 };

/** As another terminal tells it. */
function revoke(store: Counter, id: string): void {
  const { session } = store.as('owner');
  const call = { session, address: 'l', ownWindow: true, idempotencyKey: null, procedure: 't', requestId: 'revoke' };
  store.kernel.engine.command({ ...call, signal: new AbortController().signal }, 'nodes.revoke', (unit) => {
    unit.authorize({});
    const { storeId } = store.kernel.ledger;
    return unit.append(terminalAggregate, id, revocationOf(storeId, 't1', id, 'stolen from the car'));
  });
}

test('EXC-26 rights of a revoked terminal: a count with a witness, or left with a note', async () => {
  const gone = new Set<string>();
  const strandingOf = (origin: string) => (gone.has(origin) ? ('revoked' as const) : null);
  const { a, b } = await apart((first) => first.stock(oxycodone, [lot]), { strandingOf });
  const { items } = await a.as('pharmacist').call('inventory.stock', { ndc: oxycodone.key });
  const batchId: string = items[0].batches[0].batchId;
  const to = b.kernel.ledger.origin;
  a.kernel.host.service('inventory').rights.pass({ batchId, to, quantityMilli: 40_000, isUrgent: true });
  meet(a, b);
  expect(await inboxOf(a)).toEqual([]);
  gone.add(to);
  const [item] = await inboxOf(a);
  expect(item).toMatchObject({
    kind: 'rights',
    reason: 'rights-revoked',
    link: { kind: 'lot', id: batchId },
    actions: [
      { action: 'reclaim', needs: 'witness', allowed: true },
      { action: 'leave', needs: 'note', allowed: true },
    ],
  });
  expect(item.text).toContain('Back room was revoked, and 40 of this controlled lot');
  const refused = await a.as('pharmacist').refusal('exceptions.resolve', { id: item.id, action: 'reclaim' });
  expect(refused.code).toBe('witness-needed');
  const witness = { username: 'manager', password: 'test-password' };
  const input = { id: batchId, origin: to, counted: 85, witness };
  expect(await a.as('pharmacist').call('inventory.reclaim', input)).toEqual({ reclaimed: 25, unaccounted: 15 });
  const [rest] = await inboxOf(a);
  expect(rest.text).toContain('15 of this controlled lot');
  await a.as('pharmacist').call('exceptions.resolve', { id: rest.id, action: 'leave', note: 'reported, form 106' });
  expect(await inboxOf(a)).toEqual([]);
  const state = a.kernel.host.service('inventory').lot(batchId);
  expect(state && rightsOf(state, to)).toBe(15_000);
});

test('EXC-27 what a revoked terminal wrote afterwards is shown, and again when more arrives', async () => {
  const { a, b } = await apart((first) => first.stock(lisinopril, [lot]));
  a.clock.advance(1_000);
  revoke(a, 't2');
  expect(await inboxOf(a)).toEqual([]);
  const late = async () => {
    b.clock.advance(60_000);
    await b.as('technician').call('patients.update', { id: b.patientId, weightKg: 70 });
    learn(a, b);
  };
  await late();
  const [item, ...others] = await inboxOf(a);
  expect(others).toEqual([]);
  expect(item).toMatchObject({
    kind: 'late-work',
    title: 'Back room · 1 change',
    link: { kind: 'terminal', id: 't2' },
    sides: [
      { what: 'Revoked Back room', detail: 'stolen from the car', terminal: 'Front counter' },
      { what: 'Went on working', detail: '1 × patient measured', terminal: 'Back room' },
    ],
  });
  const input = { id: item.id, action: 'seen', note: 'it was the pharmacist' };
  expect((await a.as('technician').refusal('exceptions.resolve', input)).code).toBe('forbidden');
  await a.as('owner').call('exceptions.resolve', input);
  expect(await inboxOf(a)).toEqual([]);
  await late();
  expect(await inboxOf(a)).toMatchObject([{ title: 'Back room · 2 changes' }]);
});

test('EXC-28 a terminal with two histories is shown with both', async () => {
  const { a, b } = await apart((first) => first.stock(lisinopril, [lot]));
  await b.as('technician').call('patients.update', { id: b.patientId, weightKg: 70 });
  meet(a, b);
  const { origin } = b.kernel.ledger;
  const row = a.kernel.ledger.row(origin, a.kernel.ledger.head(origin).seq);
  if (!row) throw new Error('the row is here');
  const { engine } = a.kernel;
  engine.transact(() => {
    const hash = row.hash.map((byte) => byte ^ 1);
    const seal = { origin, seqEnd: row.seq, hash, signature: new Uint8Array(64) };
    new Quarantine(engine.parts.db).keep({ row: { ...row, hash }, seal }, row.seq, '2026-11-21T16:00:00Z');
  });
  const [item] = await inboxOf(a);
  expect(item).toMatchObject({
    kind: 'fork',
    title: 'Back room',
    sides: [
      { what: 'In the records', who: 'Test technician' },
      { what: 'Kept beside it', who: 'Test technician' },
    ],
  });
  await a.as('owner').call('exceptions.resolve', { id: item.id, action: 'seen', note: 'set up anew' });
  expect(await inboxOf(a)).toEqual([]);
});
