import { describe, expect, test } from 'vitest';
import { backoffMs, backoffMsMax } from './backoff.ts';
import { Doorkeeper } from './doorkeeper.ts';
import { LinkRefused } from './greet.ts';
import { type Connection, Mesh, type TargetReport } from './mesh.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A mesh whose dials end as the test says, under a clock that the test moves. */
function world(random = () => 1) {
  const dials: { url: string; up(id: string): () => void; fail(code: number): void; cancelled: boolean }[] = [];
  const linkedTo = new Set<string>();
  const troubles: TargetReport[] = [];
  let nowMs = 0;
  const mesh = new Mesh({
    random,
    nowMs: () => nowMs,
    isLinked: (id) => linkedTo.has(id),
    onTrouble: (report) => troubles.push(report),
    dial(url) {
      let resolve: (connection: Connection) => void = () => {};
      let reject: (error: unknown) => void = () => {};
      const done = new Promise<Connection>((...both) => {
        [resolve, reject] = both;
      });
      const dial = {
        url: url.href,
        cancelled: false,
        up(terminalId: string) {
          linkedTo.add(terminalId);
          let end: (why: { code: number; reason: string }) => void = () => {};
          resolve({ terminalId, ended: new Promise((ended) => (end = ended)) });
          return () => {
            linkedTo.delete(terminalId);
            end({ code: 1006, reason: '' });
          };
        },
        fail: (code: number) => reject(new LinkRefused({ code, reason: `because ${code}` }, true)),
      };
      dials.push(dial);
      return {
        done,
        cancel: () => {
          dial.cancelled = true;
        },
      };
    },
  });
  return {
    mesh,
    dials,
    linkedTo,
    troubles,
    /** Moves the clock in ticks, and says how many dials there were. */
    async pass(ms: number) {
      const before = dials.length;
      for (const endMs = nowMs + ms; nowMs < endMs; nowMs += 50) {
        mesh.tick();
        await settle();
      }
      return dials.length - before;
    },
  };
}

const url = new URL('https://10.0.0.2:7410/');
const flag = { kind: 'terminal', source: 'flag', terminalId: null } as const;

describe('dialling again', () => {
  test('NET-32 the wait doubles from a quarter of a second to thirty, with chance in all of it', () => {
    const most = Array.from({ length: 12 }, (_, index) => backoffMs(index + 1, () => 1));
    expect(most.slice(0, 8)).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, backoffMsMax]);
    expect(backoffMs(1000, () => 1)).toBe(backoffMsMax);
    for (const failures of [1, 5, 50]) expect(backoffMs(failures, () => 0)).toBe(125);
  });

  test('NET-32 an address that fails is dialled less and less; a minute that held starts over', async () => {
    const { mesh, dials, pass } = world();
    mesh.add(url, flag);
    for (let round = 0; round < 6; round += 1) {
      await pass(50);
      dials.at(-1)?.fail(1006);
      await settle();
      const wait = 250 * 2 ** round;
      expect(await pass(wait - 100)).toBe(0);
      expect(await pass(150)).toBe(1);
    }
    const drop = dials.at(-1)?.up('b');
    await pass(61_000);
    drop?.();
    await settle();
    expect(await pass(200)).toBe(0);
    expect(await pass(100)).toBe(1);
  });

  test('NET-32 a link that breaks at once does not start over: no storm', async () => {
    const { mesh, dials, pass } = world();
    mesh.add(url, flag);
    let count = 0;
    for (let passed = 0; passed < 60_000; passed += 50) {
      count += await pass(50);
      dials.at(-1)?.up('b')();
      await settle();
    }
    expect(count).toBeLessThan(12);
  });

  test('NET-31 nobody is dialled by two addresses at once, nor while linked; another address is tried after', async () => {
    const { mesh, dials, linkedTo, pass } = world();
    mesh.add(url, { ...flag, source: 'remembered', terminalId: 'b' });
    mesh.add(new URL('https://10.0.0.9:1/'), { ...flag, source: 'found', terminalId: 'b' });
    expect(await pass(500)).toBe(1);
    dials[0]?.fail(1006);
    await settle();
    expect(await pass(50)).toBe(1);
    expect(dials[1]?.url).toBe('https://10.0.0.9:1/');
    linkedTo.add('b');
    dials[1]?.fail(4409);
    await settle();
    expect(await pass(60_000)).toBe(0);
    linkedTo.delete('b');
    expect(await pass(1_000)).toBeGreaterThan(0);
  });

  test('NET-33 who was put out is not dialled any more, and what only a person can mend is asked seldom', async () => {
    const { mesh, dials, troubles, pass } = world();
    mesh.add(url, flag);
    await pass(50);
    dials[0]?.fail(4403);
    await settle();
    expect(await pass(9 * 60_000)).toBe(0);
    expect(troubles).toEqual([{ url: url.href, kind: 'terminal', terminalId: null, trouble: 'because 4403' }]);
    const other = new URL('https://10.0.0.3:1/');
    mesh.add(other, { ...flag, terminalId: 'c' });
    await pass(50);
    mesh.forget('c');
    expect(dials[1]?.cancelled).toBe(true);
    dials[1]?.fail(1006);
    await settle();
    expect(await pass(40_000)).toBe(0);
  });

  test('NET-31 an address that leads back here is dropped, unless a person gave it', async () => {
    const { mesh, dials, pass } = world();
    mesh.add(url, { ...flag, source: 'found' });
    await pass(50);
    dials[0]?.fail(4410);
    await settle();
    expect(mesh.reports()).toEqual([]);
    mesh.add(url, flag);
    await pass(50);
    dials[1]?.fail(4410);
    await settle();
    expect(mesh.reports()[0]?.trouble).toBe('because 4410');
  });
});

describe('the door', () => {
  const limits = { halfOpenMax: 3, halfOpenOfAddressMax: 2, burst: 4, perSecond: 2 };

  test('NET-42 places of strangers are counted in all and of one address, and given back once', () => {
    const door = new Doorkeeper(limits);
    expect([1, 2, 3].map(() => door.enter('x', 0))).toEqual([true, true, false]);
    expect([door.enter('y', 0), door.enter('z', 0)]).toEqual([true, false]);
    door.leave('x');
    expect(door.enter('z', 0)).toBe(true);
    for (let i = 0; i < 5; i += 1) door.leave('nobody');
    expect(door.halfOpen).toBe(3);
  });

  test('NET-42 one address comes in a burst and then at its rate, also when the clock stands or goes back', () => {
    const door = new Doorkeeper(limits);
    const knock = (nowMs: number) => {
      const isIn = door.enter('x', nowMs);
      if (isIn) door.leave('x');
      return isIn;
    };
    expect([1, 2, 3, 4, 5].map(() => knock(0))).toEqual([true, true, true, true, false]);
    expect([knock(499), knock(500), knock(500), knock(-9e9)]).toEqual([false, true, false, false]);
    for (let i = 0; i < 5_000; i += 1) door.enter(`10.0.${i >> 8}.${i & 255}`, 1);
    expect(knock(60_000)).toBe(false);
  });
});
