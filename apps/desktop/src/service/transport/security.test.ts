import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { launchToken, type ProbeServer, startProbeServer } from '../testing/probe-server.ts';
import { isLaunchToken } from './request-guard.ts';

let server: ProbeServer;
beforeAll(async () => {
  server = await startProbeServer();
});
afterAll(() => server.stop());

interface Raw {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `fetch` does not let a test set Host, so the request is made by hand. */
function raw(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: server.port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

function socketOutcome(headers: Record<string, string>): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { headers });
    socket.on('open', () => {
      resolve('open');
      socket.close();
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(`refused ${response.statusCode}`);
      socket.terminate();
    });
    socket.on('error', () => {});
  });
}

describe('who may call', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost:1', 'x'])(
    'SVC-40 Host %j is refused on every path (DNS rebinding)',
    async (host) => {
      for (const path of ['/', '/health', '/api/v1/probes', '/metrics']) {
        const answer = await raw('GET', path, { Host: host });
        expect([answer.status, JSON.parse(answer.body).code]).toEqual([403, 'host-not-allowed']);
      }
    },
  );

  test('SVC-40 the printed address and localhost are answered, in any case', async () => {
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST']) {
      expect((await raw('GET', '/health', { Host: `${name}:${server.port}` })).status).toBe(200);
    }
  });

  const own = () => `127.0.0.1:${server.port}`;
  const post = (headers: Record<string, string>) =>
    raw('POST', '/api/v1/probes/failure', { Host: own(), 'Content-Type': 'application/json', ...headers }, '{}');

  test.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1'])(
    'SVC-41 a change from origin %j is refused',
    async (origin) => {
      const answer = await post({ Origin: origin });
      expect([answer.status, JSON.parse(answer.body).code]).toEqual([403, 'origin-not-allowed']);
    },
  );

  test('SVC-41 a request another site makes is refused even without an Origin header', async () => {
    expect((await post({ 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await post({ 'Sec-Fetch-Site': 'same-site' })).status).toBe(403);
    const read = await raw('GET', '/api/v1/probes', { Host: own(), 'Sec-Fetch-Site': 'cross-site' });
    expect(read.status).toBe(403);
    const link = { Host: own(), 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' };
    expect((await raw('GET', '/api/docs', link)).status).toBe(200);
  });

  test('SVC-41 the own page and programs without an Origin pass the guard', async () => {
    expect((await post({ Origin: `http://${own()}`, 'Sec-Fetch-Site': 'same-origin' })).status).toBe(500);
    expect((await post({})).status).toBe(500);
  });

  test('SVC-42 a WebSocket of another origin or under another name never opens', async () => {
    expect(await socketOutcome({ Origin: `http://${own()}` })).toBe('open');
    expect(await socketOutcome({})).toBe('open');
    expect(await socketOutcome({ Origin: 'http://evil.example' })).toBe('refused 403');
    expect(await socketOutcome({ Host: `evil.example:${server.port}` })).toBe('refused 403');
  });

  test('SVC-43 only who knows the launch token is the own window', async () => {
    const call = async (headers: Record<string, string>) =>
      (
        await raw(
          'POST',
          '/api/v1/probes/window',
          { Host: own(), 'Content-Type': 'application/json', ...headers },
          '{}',
        )
      ).status;
    expect(await call({})).toBe(403);
    expect(await call({ 'X-Apotheca-Launch': 'M'.repeat(43) })).toBe(403);
    expect(await call({ 'X-Apotheca-Launch': launchToken })).toBe(200);
    expect(isLaunchToken('', launchToken)).toBe(false);
  });

  test('SVC-44 no answer allows another origin to read, and every answer forbids framing and sniffing', async () => {
    for (const path of ['/', '/api/v1/probes', '/api/docs', '/health', '/nothing.js']) {
      const { headers } = await raw('GET', path, { Host: own(), Origin: 'http://evil.example' });
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|http:/);
    }
  });

  test('SVC-45 a path is never joined to a directory', async () => {
    for (const path of [
      '/../package.json',
      '/..%2f..%2fpackage.json',
      '/assets/../../service/main.mjs',
      '//etc/passwd.txt',
    ]) {
      const answer = await raw('GET', path, { Host: own() });
      expect(answer.status).toBe(404);
    }
  });
});
