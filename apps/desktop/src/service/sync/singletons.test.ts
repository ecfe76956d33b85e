import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaseChannel } from '@apotheca/core/replication/lease/messages';
import type { Signal } from '@apotheca/core/replication/ports';
import { createGuardrails, generateSync } from 'otplib';
import { afterEach, describe, expect, test } from 'vitest';
import { carryVote, voteFile } from '../terminal/vote-file.ts';
import { eventually, foundStore, joinStore, type SyncTerminal } from '../testing/sync-terminal.ts';
import { askMsMax } from './rights-channel.ts';
import { encodeRights, type RightsMessage, rightsChannel } from './rights-messages.ts';

const running = new Set<SyncTerminal>();
afterEach(async () => {
  const all = [...running];
  running.clear();
  await Promise.all(all.map((one) => one.stop()));
});

async function keep(starting: Promise<SyncTerminal>): Promise<SyncTerminal> {
  const started = await starting;
  running.add(started);
  return started;
}

async function stop(one: SyncTerminal): Promise<void> {
  running.delete(one);
  await one.stop();
}

const whole = { isWhole: true, discovery: false };
const leaseOf = ({ store }: SyncTerminal) => store.kernel.host.service('lease');
const leaderAt = async ({ store }: SyncTerminal) => (await store.as('owner').call('nodes.status')).leader as string;

async function storeOf(count: number): Promise<SyncTerminal[]> {
  const first = await keep(foundStore(whole));
  const all = [first];
  for (let index = 1; index < count; index += 1) {
    const peers = all.map(({ sync }) => `${sync.url}/`);
    all.push(await keep(joinStore(first, `Counter ${index}`, { ...whole, peers })));
  }
  await eventually(
    'links',
    () => all.map(({ sync }) => sync.linked().length),
    (links) => links.every((one) => one === count - 1),
  );
  return all;
}

const desk = ({ store }: SyncTerminal) => store.kernel.host.service('inventory').rights;

async function receive(at: SyncTerminal, quantity: number): Promise<string> {
  const owner = at.store.as('pharmacist-in-charge');
  const { items } = await owner.call('drugs.search', { q: 'oxycodone' });
  const { ndc } = items.find((one: { ndc?: string; schedule: string | null }) => one.ndc && one.schedule === 'CII');
  const lines = [{ ndc, lotNumber: 'OX1', expiresOn: '2032-01-31', quantity, unitCostCents: 5 }];
  await owner.call('inventory.receive', { lines });
  return (await owner.call('inventory.stock', { ndc })).items[0].batches[0].batchId as string;
}

async function rightsAt(at: SyncTerminal, batchId: string): Promise<Record<string, number>> {
  const { items } = await at.store.as('pharmacist').call('inventory.rights', { id: batchId });
  return Object.fromEntries(items.map((one: { origin: string; quantity: number }) => [one.origin, one.quantity]));
}

const here = async (at: SyncTerminal, batchId: string): Promise<number> =>
  (await rightsAt(at, batchId))[at.store.kernel.ledger.origin] ?? 0;

/** Known to all is who has written something. */
async function lotEverywhere(all: readonly SyncTerminal[], batchId: string): Promise<void> {
  for (const [index, one] of all.entries())
    await one.store.as('owner').call('store.change', { phone: `614555091${index}` });
  await eventually(
    'rows',
    () => all.map(({ store }) => store.kernel.ledger.digest()),
    (digests) => digests.every((one) => one === digests[0]),
  );
  await eventually(
    'lot',
    () => all.map(({ store }) => store.kernel.host.service('inventory').lot(batchId)?.onHandMilli ?? 0),
    (milli) => milli.every((one) => one > 0),
  );
}

/** As the owner would, with the code of the authenticator. */
function putOut(by: SyncTerminal, whom: SyncTerminal): Promise<unknown> {
  const epoch = Math.floor(by.store.clock.nowMs() / 1000);
  const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10 });
  const totp = generateSync({ secret: 'JBSWY3DPEHPK3PXP', epoch, guardrails });
  return by.store.as('owner').call('nodes.revokeTerminal', { id: whom.terminalId, reason: 'stolen', totp });
}

describe('the lease between terminals', { timeout: 60_000 }, () => {
  test('NET-60 one terminal leads, all say the same one, and when it stops another takes over at once', async () => {
    const all = await storeOf(3);
    const [leader] = await eventually(
      'leader',
      () => Promise.all(all.map(leaderAt)),
      (leaders) => leaders.every((one) => one !== null && one === leaders[0]),
    );
    expect(all.filter((one) => leaseOf(one).holds()).map(({ terminalId }) => terminalId)).toEqual([leader]);
    await eventually(
      'voters',
      () => Promise.all(all.map(({ store }) => store.as('owner').call('lease.lease'))),
      (views) => views.every(({ voters }) => voters.length === 3),
    );
    const gone = all.find(({ terminalId }) => terminalId === leader) as SyncTerminal;
    const rest = all.filter((one) => one !== gone);
    // By the clock of those who wait: a busy machine slows it like everything else.
    const { clock } = (rest[0] as SyncTerminal).store;
    const stoppedMs = clock.monotonicMs();
    await stop(gone);
    await eventually(
      'next leader',
      () => Promise.all(rest.map(leaderAt)),
      (leaders) => leaders.every((one) => one !== null && one !== leader && one === leaders[0]),
    );
    // Less than the votes were promised for: the leader gave them back.
    expect(clock.monotonicMs() - stoppedMs).toBeLessThan(4_000);
  });

  test('NET-61 what claims to be a vote of the relay and comes from a terminal is not counted', async () => {
    const [a, b] = (await storeOf(2)) as [SyncTerminal, SyncTerminal];
    await eventually(
      'leader',
      () => leaseOf(a).leader(),
      (leader) => leader !== null,
    );
    const heard: Signal[] = [];
    a.signals.listen(leaseChannel, (from, body) => heard.push({ from, to: '', channel: leaseChannel, body }));
    const holder = leaseOf(a).holds() ? a : b;
    const hold = Buffer.from(JSON.stringify({ type: 'hold', epoch: 999 }));
    b.sync.signal(a.terminalId, leaseChannel, hold);
    await eventually(
      'signal',
      () => heard.length,
      (count) => count > 0,
    );
    expect(leaseOf(a).leader()).toBe(holder.terminalId);
  });

  test('NET-62 a vote is on the disk, a damaged one counts as forgotten, and a restore carries the one that lies here', () => {
    const dir = mkdtempSync(join(tmpdir(), 'apotheca-vote-'));
    try {
      const votes = voteFile(dir);
      expect(votes.read()).toBeNull();
      votes.write({ epoch: 7, votedFor: 'term_a', config: 2 });
      expect(JSON.parse(readFileSync(join(dir, 'lease-vote.json'), 'utf8'))).toEqual(votes.read());
      const target = mkdtempSync(join(dir, 'restored-'));
      carryVote(dir, target);
      expect(voteFile(target).read()).toEqual({ epoch: 7, votedFor: 'term_a', config: 2 });
      carryVote(null, target);
      expect(voteFile(target).read()).toEqual({ epoch: 0, votedFor: null, config: 0 });
      for (const text of ['', '{"epoch":7', '[]', 'null', '{"epoch":"7","votedFor":1,"config":0}']) {
        writeFileSync(join(dir, 'lease-vote.json'), text);
        expect(votes.read(), text).toEqual({ epoch: 0, votedFor: null, config: 0 });
      }
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});

describe('rights to controlled lots between terminals', { timeout: 60_000 }, () => {
  test('NET-63 what a terminal lacks is asked of who has it and is there before the fill; cut off it is refused', async () => {
    const [a, b] = (await storeOf(2)) as [SyncTerminal, SyncTerminal];
    const batchId = await receive(a, 100);
    await lotEverywhere([a, b], batchId);
    expect(await here(b, batchId)).toBe(0);
    const startedMs = performance.now();
    await desk(b).gatherLot(batchId, 30_000);
    expect(await here(b, batchId)).toBe(30);
    expect(performance.now() - startedMs).toBeLessThan(askMsMax);
    await b.store.as('pharmacist').call('inventory.adjust', { batchId, delta: -30, reason: 'damaged' });

    await stop(a);
    await eventually(
      'link',
      () => b.sync.linked().length,
      (links) => links === 0,
    );
    const aloneMs = performance.now();
    await desk(b).gatherLot(batchId, 1_000);
    expect(performance.now() - aloneMs).toBeLessThan(askMsMax / 2);
    const adjust = { batchId, delta: -1, reason: 'damaged' };
    expect(await b.store.as('pharmacist').refusal('inventory.adjust', adjust)).toMatchObject({
      code: 'rights-elsewhere',
    });
    expect(desk(b).wishes()).toEqual([]);
  });

  test('NET-64 while nothing happens, every terminal comes to an even share', async () => {
    const all = await storeOf(3);
    const [a] = all as [SyncTerminal];
    const batchId = await receive(a, 90);
    await lotEverywhere(all, batchId);
    for (const one of all) one.rights.tell();
    await eventually(
      'shares',
      () => Promise.all(all.map((one) => here(one, batchId))),
      (shares) => shares.every((one) => one === 30),
    );
    for (const one of all) one.rights.tell();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await Promise.all(all.map((one) => here(one, batchId)))).toEqual([30, 30, 30]);
    // There is no more than that: the answers end the question, not the clock.
    const startedMs = performance.now();
    await desk(a).gatherLot(batchId, 500_000);
    expect(await here(a, batchId)).toBe(90);
    expect(performance.now() - startedMs).toBeLessThan(askMsMax);
  });

  test('NET-65 rights go to nobody but the one who asks, under an incarnation that is known, and not too fast', async () => {
    const [a, b, c] = (await storeOf(3)) as [SyncTerminal, SyncTerminal, SyncTerminal];
    const batchId = await receive(a, 100);
    await lotEverywhere([a, b, c], batchId);
    const answers: Extract<RightsMessage, { type: 'passed' }>[] = [];
    b.signals.listen(rightsChannel, (_from, body) => {
      const message = JSON.parse(Buffer.from(body).toString()) as RightsMessage;
      if (message.type === 'passed') answers.push(message);
    });
    const wish = (to: string, quantityMilli: unknown) =>
      b.sync.signal(
        a.terminalId,
        rightsChannel,
        encodeRights({
          type: 'wish',
          id: 'w',
          wish: { batchId, to, quantityMilli: quantityMilli as number, isUrgent: true },
        }),
      );
    const own = b.store.kernel.ledger.origin;
    wish(c.store.kernel.ledger.origin, 1_000);
    wish(`${b.terminalId}:00000000`, 1_000);
    for (const bad of [-5, 0, 1.5, '7', null]) wish(own, bad);
    b.sync.signal(a.terminalId, rightsChannel, Buffer.from('{"type":"wish"'));
    b.sync.signal(a.terminalId, rightsChannel, Buffer.alloc(5_000, 'x'));
    wish(own, 2_000);
    await eventually(
      'answers',
      () => answers.map((one) => one.quantityMilli),
      (passed) => passed.length === 2 && passed.includes(2_000),
    );
    await eventually(
      'rights',
      () => rightsAt(a, batchId),
      (rights) => rights[own] === 2 && rights[a.store.kernel.ledger.origin] === 98 && Object.keys(rights).length === 2,
    );
    answers.length = 0;
    for (let count = 0; count < 200; count += 1) wish(own, 10);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(answers.length).toBeGreaterThan(10);
    expect(answers.length).toBeLessThan(60);
  });

  test('NET-66 an incarnation is gone when its terminal was put out or writes under a newer one', async () => {
    const [a, b] = (await storeOf(2)) as [SyncTerminal, SyncTerminal];
    const { ledger } = b.store.kernel;
    const before = ledger.origin;
    await b.store.as('owner').call('store.change', { phone: '6145550901' });
    await eventually(
      'row',
      () => a.store.kernel.ledger.vector()[before] ?? 0,
      (seq) => seq === ledger.vector()[before],
    );
    expect(a.rights.strandingOf(before)).toBeNull();
    expect(b.rights.strandingOf(before)).toBeNull();
    expect(a.rights.isReachable(before)).toBe(true);
    b.store.kernel.engine.renewIncarnation();
    const after = ledger.origin;
    expect(b.rights.strandingOf(before)).toBe('superseded');
    await b.store.as('owner').call('store.change', { phone: '6145550902' });
    await eventually(
      'row of the new one',
      () => a.store.kernel.ledger.vector()[after] ?? 0,
      (seq) => seq > 0,
    );
    expect(a.rights.strandingOf(after)).toBeNull();
    b.rights.tell();
    await eventually(
      'reach',
      () => [a.rights.isReachable(before), a.rights.isReachable(after)],
      ([old, now]) => old === false && now === true,
    );
    expect(a.rights.strandingOf(before)).toBe('superseded');
    expect(a.rights.terminals()).toBe(2);
    await putOut(a, b);
    expect(a.rights.strandingOf(after)).toBe('revoked');
    expect(a.rights.terminals()).toBe(1);
  });
});
