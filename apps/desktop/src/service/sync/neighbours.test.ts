import { createSocket } from 'node:dgram';
import { memoryDatabase } from '@apotheca/core/testing';
import { describe, expect, test } from 'vitest';
import type { SyncSettings } from '../config/sync-options.ts';
import { Discovery, type Found } from './discovery.ts';
import { LinkRefused } from './greet.ts';
import { Neighbours } from './neighbours.ts';
import { PeerAddresses } from './peer-addresses.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

function world(settings: Partial<SyncSettings>, remembered: readonly string[] = []) {
  const db = memoryDatabase();
  db.exec('CREATE TABLE local_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
  const addresses = new PeerAddresses(db);
  for (const url of remembered) addresses.note({ terminalId: 'term_b', url });
  const dialled: string[] = [];
  const neighbours = new Neighbours({
    settings: { host: '127.0.0.1', port: 0, peers: [], relay: null, discovery: true, ...settings },
    storeId: 'store_1',
    terminalId: 'term_a',
    addresses,
    isLinked: () => false,
    isMember: (id) => id === 'term_b' || id === 'term_c',
    onTrouble: () => {},
    dial(url) {
      dialled.push(url.href);
      return { done: Promise.reject(new LinkRefused({ code: 4410, reason: 'no' }, true)), cancel: () => {} };
    },
  });
  neighbours.start(null);
  return {
    neighbours,
    addresses,
    async dials() {
      neighbours.tick();
      await settle();
      return dialled.splice(0).toSorted();
    },
  };
}

const told = (terminalId: string, url: string) => Buffer.from(JSON.stringify([{ terminalId, url }]));
const flag = 'https://10.0.0.2:7410/';
const old = 'https://10.0.0.9:7410/';

describe('where the others are', () => {
  test('NET-36 with discovery everything is tried: given, remembered, told, and what the other end said', async () => {
    const { neighbours, addresses, dials } = world({ peers: [flag], relay: 'wss://relay.example/' }, [old]);
    expect(await dials()).toEqual([flag, old, 'wss://relay.example/']);
    neighbours.told(told('term_c', 'https://10.0.0.3:7410/'));
    neighbours.met('term_b', 'https://10.0.0.4:7410/', false);
    expect(await dials()).toEqual(['https://10.0.0.3:7410/', 'https://10.0.0.4:7410/']);
    expect(addresses.all()[0]?.url).toBe('https://10.0.0.4:7410/');
  });

  test('NET-36 without discovery only what is given is dialled, and where nothing is, what was dialled before', async () => {
    const given = world({ discovery: false, peers: [flag] }, [old]);
    expect(await given.dials()).toEqual([flag]);
    const alone = world({ discovery: false }, [old]);
    expect(await alone.dials()).toEqual([old]);
    alone.neighbours.told(told('term_c', 'https://10.0.0.3:7410/'));
    alone.neighbours.met('term_c', 'https://10.0.0.4:7410/', false);
    expect(await alone.dials()).toEqual([]);
    expect(alone.addresses.all()).toHaveLength(1);
    alone.neighbours.met('term_c', 'https://10.0.0.5:7410/', true);
    expect(alone.addresses.all()).toHaveLength(2);
  });

  test('NET-31 only members are dialled where another says they are, never the terminal itself', async () => {
    const { neighbours, dials } = world({});
    neighbours.told(told('term_stranger', 'https://10.0.0.3:7410/'));
    neighbours.told(told('term_a', 'https://10.0.0.3:7410/'));
    neighbours.told(Buffer.from('[{"terminalId":1}]'));
    neighbours.told(told('term_b', 'file:///etc/passwd'));
    expect(await dials()).toEqual([]);
    neighbours.told(told('term_b', old));
    neighbours.forget('term_b');
    expect(await dials()).toEqual([]);
  });
});

/** A multicast datagram of this process comes back to it. */
const hasMulticast = await new Promise<boolean>((resolve) => {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  const end = (isThere: boolean) => {
    clearTimeout(timer);
    socket.close();
    resolve(isThere);
  };
  const timer = setTimeout(() => end(false), 500);
  socket.once('error', () => end(false));
  socket.once('message', () => end(true));
  socket.bind(0, () => {
    try {
      socket.addMembership('224.0.0.251');
      socket.send('apotheca', socket.address().port, '224.0.0.251', (error) => error && end(false));
    } catch {
      end(false);
    }
  });
});

describe('multicast', { timeout: 20_000 }, () => {
  test.skipIf(!hasMulticast)(
    'NET-37 terminals of one store hear each other, of another store they do not (skipped: no multicast here)',
    async () => {
      const heard: Record<string, Found[]> = { a: [], b: [], c: [] };
      const waiting: (() => void)[] = [];
      const all = [
        ['a', 'one', 7001],
        ['b', 'one', 7002],
        ['c', 'two', 7003],
        ['d', 'one', null],
      ] as const;
      const running = all.map(([terminalId, storeTag, port]) => {
        const discovery = new Discovery({
          terminalId,
          storeTag,
          port,
          onTrouble: () => {},
          onFound(found) {
            heard[terminalId]?.push(found);
            for (const wake of waiting) wake();
          },
        });
        discovery.start();
        return discovery;
      });
      await new Promise<void>((resolve) => {
        const check = () => {
          if (heard.a?.length && heard.b?.length) resolve();
        };
        waiting.push(check);
        check();
      });
      expect(heard.a).toMatchObject([{ terminalId: 'b', port: 7002 }]);
      expect(heard.b).toMatchObject([{ terminalId: 'a', port: 7001 }]);
      expect(heard.c).toEqual([]);
      expect(heard.a?.[0]?.addresses.length).toBeGreaterThan(0);
      await Promise.all(running.map((one) => one.stop()));
    },
  );
});
