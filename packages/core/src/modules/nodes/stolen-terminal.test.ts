import { describe, expect, test } from 'vitest';
import { admit, putOut } from '../../replication/membership.ts';
import {
  currentKey,
  deliver,
  foundTerminal,
  joinTerminal,
  type TestTerminal,
  tend,
  testKeys,
  totpOf,
} from '../../testing/members.ts';
import { storeKeyId, wrapFor } from './key-wraps.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const nodesOf = ({ store }: TestTerminal) => store.kernel.host.service('nodes');
const signerOf = ({ terminalId, keys }: TestTerminal) => ({ terminalId, privateKey: keys.signing.privateKey });

function revoke(by: TestTerminal, id: string) {
  const input = { id, reason: 'stolen from the car', totp: totpOf(by) };
  return by.store.as('owner').call('nodes.revokeTerminal', input);
}

/** A row that no handler would write. */
function forge(by: TestTerminal, type: string, id: string, payload: unknown): void {
  const { engine } = by.store.kernel;
  const actor = { userId: 'u', userName: 'thief', role: 'owner', sessionId: null, address: '' } as const;
  engine.transact(() => {
    const a = { ...actor, terminalId: by.terminalId };
    engine.appendRow(type, { k: type.split('.')[0] as string, i: id, p: payload, a, c: 'x', t: engine.nowIso() });
  });
}

function enrolment(by: TestTerminal, id: string, statement?: string) {
  const keys = testKeys(id, []);
  const member = { terminalId: id, publicKey: keys.signing.publicKey, boxKey: keys.boxKey };
  const signed = admit(by.store.kernel.ledger.storeId, signerOf(by), member);
  const { publicKey, boxKey, signature } = signed;
  return {
    name: id,
    publicKey,
    boxKey,
    keyIds: [],
    by: by.terminalId,
    approvedBy: null,
    statement: statement ?? signature,
  };
}

async function meet(...terminals: readonly TestTerminal[]): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    for (const from of terminals) for (const to of terminals) if (from !== to) deliver(from, to);
    await tend(...terminals);
  }
}

/** `a` put `r` out; `b` is cut off and has not heard of it. */
async function stolen() {
  const a = foundTerminal();
  const b = await joinTerminal(a, 'Counter 2');
  const r = await joinTerminal(a, 'Counter 3');
  deliver(a, b);
  deliver(a, r);
  await revoke(a, r.terminalId);
  await tend(a);
  r.store.clock.advance(5_000);
  return { a, b, r, clean: currentKey(a) };
}

describe('a stolen terminal that reaches one which has not heard of its revocation', () => {
  test.each(['forged', 'signed'])('NOD-31 whom it lets in (%s) gets no key, also after a wait', async (how) => {
    const { a, b, r, clean } = await stolen();
    const id = 'term_second';
    forge(r, 'terminal.enrolled', id, enrolment(r, id, how === 'forged' ? text(new Uint8Array(64)) : undefined));
    deliver(r, b);
    await meet(a, b);
    for (const one of [a, b]) one.store.clock.advance(60_000);
    await meet(a, b);
    expect([currentKey(a), currentKey(b)]).toEqual([clean, clean]);
    for (const one of [a, b]) {
      expect(nodesOf(one).active()).toEqual(['t1', b.terminalId].toSorted());
      const grants = one.store.db.prepare<{ wraps: string }>('SELECT wraps FROM nodes_store_key').all();
      expect(grants.flatMap(({ wraps }) => Object.keys(JSON.parse(wraps)))).not.toContain(id);
    }
    expect(a.store.digest()).toBe(b.store.digest());
  });

  test('NOD-32 a key of its making is not written under', async () => {
    const { a, b, r, clean } = await stolen();
    const bytes = new Uint8Array(32).fill(9);
    const key = { id: storeKeyId(bytes), bytes };
    const others = nodesOf(a)
      .terminals()
      .filter((one) => one.terminalId !== r.terminalId);
    const wraps = wrapFor('store_test', key, others, (length) => new Uint8Array(length).fill(5));
    forge(r, 'store-key.rotated', key.id, { keyId: key.id, by: r.terminalId, wraps });
    deliver(r, b);
    await meet(a, b);
    expect([currentKey(a), currentKey(b)]).toEqual([clean, clean]);
  });

  test('NOD-32 a wrap of its making neither takes the place of a good one nor spoils the key', async () => {
    const { a, b, r, clean } = await stolen();
    const junk = { [b.terminalId]: text(new Uint8Array(80)), [r.terminalId]: text(new Uint8Array(80)) };
    forge(r, 'store-key.rotated', clean, { keyId: clean, by: r.terminalId, wraps: junk });
    deliver(r, b);
    await meet(a, b);
    expect([currentKey(a), currentKey(b)]).toEqual([clean, clean]);
  });

  test('NOD-33 it puts nobody out', async () => {
    const { a, b, r } = await stolen();
    for (const id of ['t1', b.terminalId]) {
      const statement = putOut('store_test', signerOf(r), id).signature;
      forge(r, 'terminal.revoked', id, { by: r.terminalId, reason: 'x', statement, seen: {} });
    }
    deliver(r, b);
    await meet(a, b);
    for (const one of [a, b]) expect(nodesOf(one).active()).toEqual(['t1', b.terminalId].toSorted());
    expect((await b.store.as('owner').call('nodes.status')).membership.state).toBe('member');
  });
});

test('NOD-34 whom a terminal let in before it was put out waits until a member lets it in again', async () => {
  const a = foundTerminal();
  const b = await joinTerminal(a, 'Counter 2');
  const c = await joinTerminal(a, 'Counter 3');
  deliver(a, b);
  const known = await joinTerminal(b, 'Known');
  await meet(a, b, c, known);
  const unknown = await joinTerminal(b, 'Unknown');
  await revoke(a, b.terminalId);
  await meet(a, c, known, b, unknown);
  expect(nodesOf(a).active()).toContain(known.terminalId);
  expect(nodesOf(a).member(unknown.terminalId)).toBeUndefined();
  expect(unknown.keys.ring().map(({ id }) => id)).not.toContain(currentKey(a));
  const listed = await a.store.as('owner').call('nodes.terminals');
  expect(listed.items).toContainEqual(expect.objectContaining({ terminalId: unknown.terminalId, isWaiting: true }));
  expect((await unknown.store.as('owner').call('nodes.status')).membership.text).toMatch(/let this one in again/);
  const ask = { id: unknown.terminalId };
  expect((await b.store.as('owner').refusal('nodes.admitTerminal', ask)).code).toBe('not-a-member');
  expect((await a.store.as('technician').refusal('nodes.admitTerminal', ask)).code).toBe('forbidden');
  expect((await a.store.as('owner').refusal('nodes.admitTerminal', { id: b.terminalId })).code).toBe('not-found');
  expect(await a.store.as('owner').call('nodes.admitTerminal', ask)).toMatchObject({ isWaiting: false });
  await meet(a, c, known, unknown);
  expect(nodesOf(c).active()).toContain(unknown.terminalId);
  expect(currentKey(unknown)).toBe(currentKey(a));
});

test('NOD-33 of two that put each other out the one that is longer there stays', async () => {
  const a = foundTerminal();
  const b = await joinTerminal(a, 'Counter 2');
  deliver(a, b);
  deliver(b, a);
  await revoke(b, 't1');
  await revoke(a, b.terminalId);
  await meet(a, b);
  for (const one of [a, b]) expect(nodesOf(one).active()).toEqual(['t1']);
  await tend(b);
  expect(b.keys.ring().map(({ id }) => id)).not.toContain(currentKey(a));
});
