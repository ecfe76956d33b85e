import { afterEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { refusalCode, revoke, until, vouch, vouchersOf } from './relay-client.ts';
import { RelayWorld } from './relay-fixture.ts';

const world = new RelayWorld();
afterEach(() => world.close());

/** Opens a socket without a handshake; answers what it is closed with. */
function raw(url: string, then: (socket: WebSocket) => void): Promise<number> {
  const socket = new WebSocket(`${url}/v1/sync`);
  socket.on('error', () => {});
  socket.once('message', () => then(socket));
  return new Promise((resolve) => socket.on('close', resolve));
}

describe('who is let in', () => {
  test('REL-1 the first terminal pins its founder; whom the founder vouches for is let in', async () => {
    const relay = await world.relay();
    const storeId = world.storeId();
    await world.attached(relay, storeId, 'a', 'b');
    expect(relay.rooms.find(storeId)?.membership.active()).toEqual(['a', 'b']);
  });

  test('REL-1 another founder of the same store is refused', async () => {
    const relay = await world.relay();
    const storeId = world.storeId();
    await world.attached(relay, storeId, 'a');
    const thief = world.client({ url: relay.url, storeId, name: 'd', vouchers: [vouch(storeId, 'd', 'd')] });
    expect(await thief.connect()).toMatchObject({ code: refusalCode.unknownTerminal });
  });

  test('REL-2 a key that is not the member’s, or a proof for another relay, is refused', async () => {
    const relay = await world.relay();
    const storeId = world.storeId();
    await world.attached(relay, storeId, 'a');
    const forged = world.client({ url: relay.url, storeId, name: 'b', signAs: 'c' });
    expect(await forged.connect()).toMatchObject({ code: refusalCode.notProven });
    const elsewhere = world.client({ url: relay.url, storeId, name: 'b', host: 'relay.example.org' });
    expect(await elsewhere.connect()).toMatchObject({ code: refusalCode.notProven });
  });

  test('REL-2 a proof may name any name of the relay, and no name the request brings along', async () => {
    const relay = await world.relay(['--name', 'Relay.Example.org']);
    const storeId = world.storeId();
    const client = world.client({
      url: `ws://127.0.0.1:${relay.port}`,
      storeId,
      name: 'a',
      host: 'relay.example.org',
    });
    expect(await client.connect()).toBe('open');
    const other = world.client({ url: `ws://127.0.0.1:${relay.port}`, storeId, name: 'b' });
    expect(await other.connect()).toMatchObject({ code: refusalCode.notProven });
  });

  test('REL-3 who is put out loses its link at once and is refused for ever, also after a restart', async () => {
    const dir = world.dir();
    const relay = await world.relay(['--data-dir', dir]);
    const storeId = world.storeId();
    const [a, b] = await world.attached(relay, storeId, 'a', 'b');
    a!.tell([revoke(storeId, 'a', 'b')]);
    await until('b is closed', () => b!.closed !== null);
    expect(b!.closed?.code).toBe(refusalCode.revoked);
    expect(await b!.connect()).toMatchObject({ code: refusalCode.revoked });
    a!.tell([vouch(storeId, 'a', 'b')]);
    await relay.stop();
    const again = await world.relay(['--data-dir', dir]);
    expect(await b!.connect(again.url)).toMatchObject({ code: refusalCode.revoked });
  });

  test('REL-3 nobody is put out by a stranger, nor let in by one who was put out', async () => {
    const relay = await world.relay();
    const storeId = world.storeId();
    const [a, b] = await world.attached(relay, storeId, 'a', 'b');
    b!.tell([revoke(storeId, 'd', 'a'), { ...revoke(storeId, 'd', 'a'), by: 'b' }]);
    a!.tell([revoke(storeId, 'a', 'b'), vouch(storeId, 'b', 'c')]);
    const late = world.client({
      url: relay.url,
      storeId,
      name: 'c',
      vouchers: [...vouchersOf(storeId, 'b'), vouch(storeId, 'b', 'c')],
    });
    await until('b is put out', () => b!.closed !== null);
    expect(await late.connect()).toMatchObject({ code: refusalCode.unknownTerminal });
    expect(relay.rooms.find(storeId)?.membership.active()).toEqual(['a']);
  });

  test('REL-4 with a registration token new stores need it, known stores do not', async () => {
    const relay = await world.relay(['--registration-token', 'let-me-in']);
    const storeId = world.storeId();
    for (const registrationToken of [null, 'let-me-out']) {
      const client = world.client({ url: relay.url, storeId, name: 'a', registrationToken });
      expect(await client.connect()).toMatchObject({ code: refusalCode.registrationClosed });
    }
    expect(relay.rooms.count).toBe(0);
    const founder = world.client({ url: relay.url, storeId, name: 'a', registrationToken: 'let-me-in' });
    expect(await founder.connect()).toBe('open');
    await world.attached(relay, storeId, 'b');
  });

  test('REL-5 what is not a proof closes the socket, and a stranger cannot send much', async () => {
    const relay = await world.relay();
    expect(await raw(relay.url, (socket) => socket.send('{}'))).toBe(refusalCode.malformed);
    expect(await raw(relay.url, (socket) => socket.send('not json'))).toBe(refusalCode.malformed);
    expect(await raw(relay.url, (socket) => socket.send(new Uint8Array(10)))).toBe(refusalCode.malformed);
    const large = await raw(relay.url, (socket) => socket.send('x'.repeat(8 * 1024 * 1024)));
    expect([refusalCode.malformed, 1006]).toContain(large);
    expect(await fetch(relay.url.replace('ws', 'http').concat('/health')).then(({ status }) => status)).toBe(200);
  });

  test('REL-5 other paths are no WebSockets', async () => {
    const relay = await world.relay();
    for (const path of ['/', '/v2/sync', '/stock/any']) {
      const socket = new WebSocket(`${relay.url}${path}`);
      const message = await new Promise<string>((resolve) => socket.on('error', (error) => resolve(error.message)));
      expect(message).toContain('404');
    }
  });
});
