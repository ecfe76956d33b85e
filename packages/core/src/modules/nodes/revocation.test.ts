import { describe, expect, test } from 'vitest';
import {
  askDesk,
  codeOf,
  currentKey,
  deliver,
  foundTerminal,
  joinTerminal,
  restarted,
  type TestTerminal,
  tend,
  testKeys,
  totpOf,
} from '../../testing/members.ts';
import { rotationPatienceMs } from './key-keeper.ts';

function revoke(by: TestTerminal, id: string, more: object = {}) {
  const input = { id, reason: 'stolen from the car', totp: totpOf(by), ...more };
  return by.store.as('owner').call('nodes.revokeTerminal', input);
}

function refusal(by: TestTerminal, id: string, more: object = {}) {
  return by.store.as('owner').refusal('nodes.revokeTerminal', { id, reason: 'lost', totp: totpOf(by), ...more });
}

async function three(): Promise<[TestTerminal, TestTerminal, TestTerminal]> {
  const a = foundTerminal();
  const b = await joinTerminal(a, 'Counter 2');
  const c = await joinTerminal(a, 'Counter 3');
  deliver(a, b);
  return [a, b, c];
}

/** Both ways until both have everything, and what follows from it is done. */
async function meet(...terminals: readonly TestTerminal[]): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    for (const from of terminals) for (const to of terminals) if (from !== to) deliver(from, to);
    await tend(...terminals);
  }
}

const phone = (to: TestTerminal, number: string) => to.store.as('owner').call('store.change', { phone: number });

describe('a revocation', () => {
  test('NOD-23 it needs the role, the second factor, another terminal, and a reason', async () => {
    const [a, b] = await three();
    expect((await a.store.as('pharmacist').refusal('nodes.revokeTerminal', { id: 't1', reason: 'lost' })).code).toBe(
      'forbidden',
    );
    expect((await refusal(a, b.terminalId, { totp: undefined })).code).toBe('second-factor-required');
    expect((await refusal(a, b.terminalId, { totp: '000000' })).code).toBe('second-factor-invalid');
    expect((await refusal(a, b.terminalId, { reason: '' })).code).toBe('invalid-input');
    expect((await refusal(a, 'term_none')).code).toBe('not-found');
    expect((await refusal(a, 't1')).code).toBe('own-terminal');
    const alone = foundTerminal();
    expect((await refusal(alone, 't1', { confirm: true })).code).toBe('last-terminal');
  });

  test('NOD-23 it holds at once on every terminal that hears of it, and is recorded', async () => {
    const [a, b, c] = await three();
    const answer = await revoke(a, c.terminalId);
    expect(answer).toMatchObject({ terminalId: c.terminalId, revokedBecause: 'stolen from the car' });
    expect(await revoke(a, c.terminalId)).toEqual(answer);
    expect([a.refused, b.refused]).toEqual([[c.terminalId], []]);
    deliver(a, b);
    expect(b.refused).toEqual([c.terminalId]);
    expect(b.store.kernel.host.service('nodes').member(c.terminalId)?.isRevoked).toBe(true);
    const audit = await a.store.as('owner').call('audit.events', { action: 'nodes.revoke-terminal' });
    expect(audit.items).toHaveLength(1);
    deliver(a, c);
    expect((await c.store.as('owner').refusal('nodes.createEnrolment', {})).code).toBe('not-a-member');
    expect((await refusal(c, 't1')).code).toBe('not-a-member');
    expect((await c.store.as('owner').call('nodes.status')).membership.state).toBe('revoked');
  });

  test('NOD-23 the terminal one works at goes with a confirmation', async () => {
    const [a, b] = await three();
    await revoke(a, 't1', { confirm: true });
    deliver(a, b);
    expect(b.store.kernel.host.service('nodes').member('t1')?.isRevoked).toBe(true);
  });
});

describe('store keys', () => {
  test('NOD-24 after a revocation rows are under a key that only the members have', async () => {
    const [a, b, c] = await three();
    expect(new Set([a, b, c].map(currentKey))).toEqual(new Set(['k1']));
    await revoke(a, c.terminalId);
    await meet(a, b);
    expect(currentKey(a)).not.toBe('k1');
    expect(currentKey(b)).toBe(currentKey(a));
    await phone(b, '6145550199');
    deliver(b, a);
    deliver(b, c);
    expect((await a.store.as('owner').call('store.profile')).phone).toBe('6145550199');
    await tend(c);
    expect(c.keys.ring().map((key) => key.id)).toEqual(['k1']);
    expect((await c.store.as('owner').call('store.profile')).phone).not.toBe('6145550199');
    const d = await joinTerminal(b, 'Counter 4');
    expect(currentKey(d)).toBe(currentKey(a));
  });

  test('NOD-25 revocations on two terminals at once end with one key that neither revoked terminal has', async () => {
    const [a, b, c] = await three();
    const d = await joinTerminal(a, 'Counter 4');
    await meet(a, b, c, d);
    await revoke(a, c.terminalId);
    await revoke(b, d.terminalId);
    await meet(a, b);
    expect(currentKey(a)).toBe(currentKey(b));
    deliver(a, c);
    deliver(a, d);
    await tend(c, d);
    for (const out of [c, d]) expect(out.keys.ring().map((key) => key.id)).not.toContain(currentKey(a));
    expect(a.store.kernel.ledger.digest()).toBe(b.store.kernel.ledger.digest());
    expect(a.store.digest()).toBe(b.store.digest());
  });

  test('NOD-24 who was enrolled while the key was rotated elsewhere is handed the key', async () => {
    const [a, b, c] = await three();
    await revoke(a, c.terminalId);
    const d = await joinTerminal(b, 'Counter 4');
    await phone(a, '6145550177');
    deliver(a, d);
    expect((await d.store.as('owner').call('store.profile')).phone).not.toBe('6145550177');
    const waiting = (await d.store.as('owner').call('nodes.status')).waiting;
    expect(waiting[0].text).toMatch(/wait for the store's new key/);
    await meet(a, b, d);
    expect(currentKey(d)).toBe(currentKey(a));
    expect((await d.store.as('owner').call('store.profile')).phone).toBe('6145550177');
    expect((await d.store.as('owner').call('nodes.status')).waiting).toEqual([]);
  });

  test('NOD-24 who is not first in line rotates only after a wait', async () => {
    const [a, b, c] = await three();
    const d = await joinTerminal(a, 'Counter 4');
    await meet(a, b, c, d);
    await revoke(b, c.terminalId);
    await revoke(a, d.terminalId);
    deliver(a, b);
    await tend(b);
    const before = currentKey(b);
    b.store.clock.advance(rotationPatienceMs - 1);
    await tend(b);
    expect(currentKey(b)).toBe(before);
    b.store.clock.advance(1);
    await tend(b);
    expect(currentKey(b)).not.toBe(before);
  });

  test('NOD-26 a key is not used before the disk has it, and is taken up after a kill', async () => {
    const [a, , c] = await three();
    a.keys.fault = new Error('the disk is full');
    await expect(revoke(a, c.terminalId)).rejects.toThrow();
    expect(currentKey(a)).toBe('k1');
    expect(a.keys.disk.map((key) => key.id)).toEqual(['k1']);
    const again = restarted(a);
    await tend(again);
    expect(currentKey(again)).not.toBe('k1');
    expect(again.keys.disk.at(-1)?.id).toBe(currentKey(again));
    expect(again.keys.disk[0]?.id).toBe('k1');
  });

  test('NOD-27 rows that came before their key are shown when it arrives', async () => {
    const [a, b, c] = await three();
    b.keys.fault = new Error('the disk is full');
    await revoke(a, c.terminalId);
    await phone(a, '6145550188');
    deliver(a, b);
    await expect(b.store.kernel.host.service('nodes').tendKeys()).rejects.toThrow('the disk is full');
    expect((await b.store.as('owner').call('store.profile')).phone).not.toBe('6145550188');
    await tend(b);
    expect((await b.store.as('owner').call('store.profile')).phone).toBe('6145550188');
    expect(b.store.digest()).toBe(a.store.digest());
  });

  test('NOD-28 register and wraps are under the first key', async () => {
    const [a, , c] = await three();
    await revoke(a, c.terminalId);
    askDesk(a, await codeOf(a), testKeys('late', []));
    const rows = a.store.db.prepare<{ type: string; key_id: string }>('SELECT type, key_id FROM log').all();
    const register = rows.filter((row) => /^(terminal|store-key)\./.test(row.type));
    expect(new Set(register.map((row) => row.type)).size).toBe(3);
    expect(new Set(register.map((row) => row.key_id))).toEqual(new Set(['k1']));
    await phone(a, '6145550166');
    const last = a.store.db.prepare<{ key_id: string }>('SELECT key_id FROM log ORDER BY place DESC LIMIT 1').get();
    expect(last?.key_id).toBe(currentKey(a));
  });
});
