import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startProbeServer } from '../testing/probe-server.ts';

test('SVC-8 a stop cuts streams at once, and windows that do not let go after the grace', async () => {
  const server = await startProbeServer();
  const stream = await fetch(`${server.url}/api/v1/probes/stream`);
  const reader = stream.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('"no":1');
  const stubborn = connect(server.port, '127.0.0.1');
  stubborn.write(
    `GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await once(stubborn, 'data');
  const startedMs = performance.now();
  await server.stop();
  expect(performance.now() - startedMs).toBeLessThan(3_000);
  stubborn.destroy();
});

test('SVC-8 a request that comes while it stops is told to come back', async () => {
  const server = await startProbeServer();
  const keptOpen = connect(server.port, '127.0.0.1');
  await once(keptOpen, 'connect');
  const head = `Host: 127.0.0.1:${server.port}\r\n`;
  keptOpen.write(`GET /health HTTP/1.1\r\n${head}`);
  const stopped = server.stop();
  keptOpen.write('\r\n');
  const [answer] = (await once(keptOpen, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 503 .*"code":"stopping"/s);
  await stopped;
});
