import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { until } from './relay-client.ts';
import { RelayWorld } from './relay-fixture.ts';

const world = new RelayWorld();
afterEach(() => world.close());

const http = (relay: { url: string }, path: string) => relay.url.replace('ws', 'http') + path;

describe('figures', () => {
  test('REL-61 metrics count rooms, sockets, rows, bytes, refusals and the time to forward', async () => {
    const relay = await world.relay();
    const storeId = world.storeId();
    const [a, b] = await world.attached(relay, storeId, 'a', 'b');
    a!.write(40);
    await until('b has it', () => b!.has(a!) === 40);
    const stranger = world.client({ url: relay.url, storeId, name: 'c', signAs: 'd' });
    await stranger.connect();
    const text = await (await fetch(http(relay, '/metrics'))).text();
    const figure = (name: string) => Number(new RegExp(`^apotheca_relay_${name} (.*)$`, 'm').exec(text)?.[1]);
    expect(figure('rooms')).toBe(1);
    expect(figure('sockets')).toBe(2);
    expect(figure('stores')).toBe(1);
    expect(figure('rows_total')).toBe(40);
    expect(figure('stored_bytes')).toBeGreaterThan(1_000);
    expect(figure('sent_bytes_total')).toBeGreaterThan(figure('stored_bytes'));
    expect(figure('forward_seconds_count')).toBeGreaterThan(0);
    expect(figure('commit_seconds_count')).toBeGreaterThan(0);
    expect(figure('refused_total\\{reason="handshake-4401"\\}')).toBe(1);
    expect(text).not.toContain(storeId);
    expect(await relay.metrics.forwardP99Ms()).toBeLessThan(5_000);
  });

  test('REL-62 lag is what attached terminals have not confirmed', async () => {
    const relay = await world.relay();
    const [a, b] = await world.attached(relay, world.storeId(), 'a', 'b');
    a!.write(10);
    const lag = async () =>
      Number(/^apotheca_relay_lag_rows (\d+)$/m.exec(await (await fetch(http(relay, '/metrics'))).text())?.[1]);
    await until('b has it', () => b!.has(a!) === 10);
    await until('nothing is open', async () => (await lag()) === 0);
    b!.socket?.pause();
    a!.write(7);
    await until('b is behind', async () => (await lag()) === 7);
  });
});

describe('pages', () => {
  test('REL-63 health needs no token and says nothing but how it is', async () => {
    const relay = await world.relay(['--status-token', 'secret']);
    const answer = await fetch(http(relay, '/health'));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'ok' });
  });

  test('REL-64 with a status token the page and the metrics want it, as password or bearer', async () => {
    const relay = await world.relay(['--status-token', 'secret']);
    for (const path of ['/', '/metrics']) {
      const get = (authorization?: string) =>
        fetch(http(relay, path), { headers: authorization ? { authorization } : {} }).then(({ status }) => status);
      expect(await get()).toBe(401);
      expect(await get('Bearer wrong')).toBe(401);
      expect(await get('Bearer secret')).toBe(200);
      expect(await get(`Basic ${Buffer.from('any:secret').toString('base64')}`)).toBe(200);
    }
  });

  test('REL-65 the page needs nothing but itself and runs under a policy that allows nothing else', async () => {
    const relay = await world.relay();
    await world.attached(relay, world.storeId(), 'a', 'b');
    const answer = await fetch(http(relay, '/'));
    const text = await answer.text();
    const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src 'sha256-${hash}'`);
    expect(text).not.toMatch(/<script|https?:|src=|url\(/);
    expect(text).toContain('prefers-color-scheme: dark');
    expect(text).toMatch(/Terminals connected<\/dt><dd>2 /);
    expect(text).toContain('Working');
  });

  test('REL-66 other addresses and methods are refused, and nothing is cached', async () => {
    const relay = await world.relay();
    expect((await fetch(http(relay, '/../etc/passwd'))).status).toBe(404);
    expect((await fetch(http(relay, '/'), { method: 'POST', body: 'x' })).status).toBe(405);
    const answer = await fetch(http(relay, '/health'));
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });
});
