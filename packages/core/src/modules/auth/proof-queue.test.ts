import { expect, test } from 'vitest';
import type { HostPorts } from '../../host-ports.ts';
import type { Call } from '../../kernel/module.ts';
import { plainHasher } from '../../testing/fakes.ts';
import { createTestStore } from '../../testing/index.ts';
import { auditModule } from '../audit/module.ts';
import { storeModule } from '../store/module.ts';
import { authModule } from './module.ts';
import { ProofQueue } from './proof-queue.ts';

const modules = (ports: HostPorts) => [storeModule(ports), authModule(ports), auditModule(ports)];
const right = { username: 'pharmacist', password: 'test-password' };

/** A hasher that answers when told to, and notes what it was asked. */
function slowHasher() {
  const asked: string[] = [];
  const open: (() => void)[] = [];
  return {
    asked,
    open,
    hash: (secret: string) => Promise.resolve(secret),
    verify: (_phc: string, secret: string) => {
      asked.push(secret);
      return new Promise<boolean>((resolve) => open.push(() => resolve(true)));
    },
  };
}

function from(address: string, ownWindow = false): Call {
  const { signal } = new AbortController();
  return { session: null, address, ownWindow, idempotencyKey: null, requestId: '', signal, procedure: '' } as Call;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const kindOf = (task: Promise<unknown>) =>
  task.then(
    () => 'done',
    (error: { refusal: { kind: string } }) => error.refusal.kind,
  );

test('AUT-18 few checks run at a time, few wait, and who comes beyond is told when to come back', async () => {
  const hasher = slowHasher();
  const queue = new ProofQueue(hasher, { running: 2, waiting: 4, waitingPerAddress: 3 });
  const sent = ['a', 'a', 'a', 'a', 'a', 'a', 'b', 'c'].map((address, no) =>
    kindOf(queue.verify(from(address), '', `${address}${no}`)),
  );
  await settled();
  expect(hasher.asked).toEqual(['a0', 'a1']);
  expect(await sent[5]).toBe('sign-in-busy');
  expect(await sent[7]).toBe('sign-in-busy');
  const own = kindOf(queue.verify(from('127.0.0.1', true), '', 'own'));
  while (hasher.open.length > 0) {
    hasher.open.shift()?.();
    await settled();
  }
  expect(await Promise.all([own, ...sent])).toEqual([
    'done',
    'done',
    'done',
    'done',
    'done',
    'done',
    'sign-in-busy',
    'done',
    'sign-in-busy',
  ]);
});

test('AUT-18 addresses take turns, and a caller who went away takes none', async () => {
  const hasher = slowHasher();
  const queue = new ProofQueue(hasher, { running: 1, waiting: 20, waitingPerAddress: 8 });
  const gone = new AbortController();
  for (const name of ['a0', 'a1', 'a2', 'a3']) void queue.verify(from('a'), '', name);
  const left = kindOf(queue.verify({ ...from('c'), signal: gone.signal }, '', 'c0'));
  void queue.verify(from('b'), '', 'b0');
  gone.abort();
  for (let round = 0; round < 5; round += 1) {
    await settled();
    hasher.open.shift()?.();
  }
  await settled();
  expect(hasher.asked).toEqual(['a0', 'a1', 'b0', 'a2', 'a3']);
  expect(await left).toBe('sign-in-busy');
});

test('AUT-18 a refusal for want of room is no failed attempt', async () => {
  const hasher = slowHasher();
  let isSlow = true;
  const verify = (phc: string, secret: string) =>
    isSlow ? hasher.verify(phc, secret) : plainHasher.verify(phc, secret);
  const store = createTestStore({ modules, ports: { passwords: { ...plainHasher, verify } } });
  const signIn = (username: string, ownWindow: boolean) =>
    store.anonymous().call('auth.signIn', { ...right, username }, { ownWindow });
  const flood = Array.from({ length: 12 }, (_, no) => signIn(`stranger${no}`, false).catch(() => null));
  await settled();
  for (let round = 0; round < 9; round += 1)
    await expect(signIn(right.username, false)).rejects.toMatchObject({
      code: 'sign-in-busy',
      status: 429,
      data: { retryAfterSeconds: 3 },
    });
  isSlow = false;
  while (hasher.open.length > 0) {
    hasher.open.shift()?.();
    await settled();
  }
  await Promise.all(flood);
  expect(await signIn(right.username, false)).toMatchObject({ user: { id: 'user_pharmacist' } });
});
