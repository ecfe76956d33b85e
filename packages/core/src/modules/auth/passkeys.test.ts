import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import type { HostPorts } from '../../host-ports.ts';
import { createTestStore, FakeClock, SeededRandom, type TestStore } from '../../testing/index.ts';
import { auditModule } from '../audit/module.ts';
import { storeModule } from '../store/module.ts';
import { Challenges } from './challenges.ts';
import { userAggregate } from './model.ts';
import { authModule } from './module.ts';

const modules = (ports: HostPorts) => [storeModule(ports), authModule(ports), auditModule(ports)];
const origin = 'http://localhost:7400';
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest();

/** A device that holds one passkey for the pharmacist: P-256, user verified (WebAuthn level 3, 6.1 and 7.2). */
function device(store: TestStore) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const coordinate = (value: string) => [Buffer.from([0x58, 0x20]), Buffer.from(value, 'base64url')];
  const cose = Buffer.concat([
    Buffer.from('a5010203262001', 'hex'),
    Buffer.from('21', 'hex'),
    ...coordinate(x),
    Buffer.from('22', 'hex'),
    ...coordinate(y),
  ]);
  const id = Buffer.from('a passkey of the pharmacist').toString('base64url');
  const passkey = { credentialId: id, publicKey: cose.toString('base64url'), transports: [], label: 'Counter 1' };
  const { engine } = store.kernel;
  const { signal } = new AbortController();
  const call = { session: null, address: '', ownWindow: true, idempotencyKey: null, requestId: '', signal };
  engine.command({ ...call, procedure: 'test' }, 'auth.add-passkey', (unit) => {
    unit.authorize({});
    const payload = { ...passkey, addedAt: unit.at };
    return unit.append(userAggregate, 'user_pharmacist', { type: 'user.passkey-added', payload }).id;
  });
  return (challenge: string) => {
    const client = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false }));
    const authenticatorData = Buffer.concat([sha256('localhost'), Buffer.from([0x05, 0, 0, 0, 0])]);
    const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(client)]), privateKey);
    const response = {
      clientDataJSON: client.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: signature.toString('base64url'),
    };
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  };
}

function pharmacist() {
  const store = createTestStore({ modules });
  const answerTo = device(store);
  const ask = async (username: string): Promise<string> =>
    (await store.anonymous().call('auth.passkeyChallenge', { origin, username })).challenge;
  const send = (username: string, response: unknown) =>
    store
      .anonymous()
      .call('auth.passkeySignIn', { origin, username, response })
      .then(
        (answer: { user: { id: string } }) => answer.user.id,
        (error: { code: string }) => error.code,
      );
  return { store, answerTo, ask, send };
}

test('AUT-11 a right answer signs in, once, for its name, in its time', async () => {
  const { store, answerTo, ask, send } = pharmacist();
  const answer = answerTo(await ask('pharmacist'));
  expect(await send('pharmacist', answer)).toBe('user_pharmacist');
  expect(await send('pharmacist', answer)).toBe('sign-in-failed');
  const twice = answerTo(await ask('pharmacist'));
  const both = await Promise.all([send('pharmacist', twice), send('pharmacist', twice)]);
  expect(both.sort()).toEqual(['sign-in-failed', 'user_pharmacist']);
  expect(await send('pharmacist', answerTo(await ask('owner')))).toBe('sign-in-failed');
  const late = answerTo(await ask('pharmacist'));
  store.clock.advance(5 * 60_000 + 1);
  expect(await send('pharmacist', late)).toBe('sign-in-failed');
  expect(await send('pharmacist', answerTo(Buffer.alloc(56).toString('base64url')))).toBe('sign-in-failed');
  expect(store.unexpected).toEqual([]);
});

test('AUT-19 whoever is named, the challenge and the failure are alike', async () => {
  const { store, answerTo, send } = pharmacist();
  const names = ['pharmacist', 'owner', 'nobody.of.that.name'];
  const shapes = [];
  for (const username of names) {
    const { challenge, ...rest } = await store.anonymous().call('auth.passkeyChallenge', { origin, username });
    shapes.push({ ...rest, length: challenge.length });
    expect(JSON.stringify(rest)).not.toContain(Buffer.from('a passkey').toString('base64url').slice(0, 10));
  }
  expect(shapes[1]).toEqual(shapes[0]);
  expect(shapes[2]).toEqual(shapes[0]);
  for (const response of [{ id: 'x' }, {}, answerTo('bm90IGdpdmVuIG91dA')])
    for (const username of names) expect(await send(username, response)).toBe('sign-in-failed');
  const options = await store.as('owner').call('auth.passkeyOptions', { origin, current: 'test-password' });
  expect(options.authenticatorSelection).toMatchObject({ residentKey: 'required', userVerification: 'required' });
});

test('AUT-20 asking keeps nothing and spoils no challenge; what is kept ends', async () => {
  const { answerTo, ask, send } = pharmacist();
  const mine = await ask('pharmacist');
  for (let round = 0; round < 200; round += 1) await ask('pharmacist');
  expect(await send('pharmacist', answerTo(mine))).toBe('user_pharmacist');
  const clock = new FakeClock('2026-11-21T15:00:00Z');
  const challenges = new Challenges(clock, new SeededRandom('c'));
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  for (let round = 0; round < 1_000; round += 1) challenges.issue('a');
  expect(challenges.kept).toBe(0);
  for (let round = 0; round < 5; round += 1) expect(challenges.spend('a', text(challenges.issue('a')))).toBe(true);
  expect(challenges.kept).toBe(5);
  clock.advance(5 * 60_000 + 1);
  challenges.spend('a', text(challenges.issue('a')));
  expect(challenges.kept).toBe(1);
});
