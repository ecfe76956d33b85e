import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ProbeServer, startProbeServer } from '../testing/probe-server.ts';

let server: ProbeServer;
beforeAll(async () => {
  server = await startProbeServer();
});
afterAll(() => server.stop());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked by the test
  readonly body: any;
}

async function send(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, { method, ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return send('POST', path, {
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer tech', ...headers },
  });
}

describe('REST', () => {
  test('SVC-30 an endpoint answers its output under /api/v1, never cached, with a request id', async () => {
    const answer = await post('/api/v1/probes/a', { by: 2 });
    expect(answer).toMatchObject({ status: 200, body: { total: 2 } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{12}$/);
  });

  test('SVC-31 a retry with the same Idempotency-Key gets the first answer, another input is refused', async () => {
    const key = { 'Idempotency-Key': 'k-1' };
    const first = await post('/api/v1/probes/b', { by: 5 }, key);
    expect(await post('/api/v1/probes/b', { by: 5 }, key)).toMatchObject({ status: 200, body: first.body });
    expect(first.body).toEqual({ total: 5 });
    const other = await post('/api/v1/probes/b', { by: 6 }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    const bad = await post('/api/v1/probes/b', { by: 6 }, { 'Idempotency-Key': 'x'.repeat(201) });
    expect(bad).toMatchObject({ status: 400, body: { data: { fields: [{ path: 'Idempotency-Key' }] } } });
  });

  test('SVC-32 bad input names each field, and the answer has exactly code, message and data', async () => {
    const answer = await post('/api/v1/probes/a', { by: 'two', note: 7 });
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body).sort()).toEqual(['code', 'data', 'message']);
    expect(answer.body.code).toBe('invalid-input');
    expect(answer.body.data.fields.map((field: { path: string }) => field.path).sort()).toEqual(['by', 'note']);
  });

  test.each([
    ['not JSON', '{"by": }', 'application/json', 'tech', 400, 'invalid-input'],
    ['not UTF-8 JSON but a form', 'by=2', 'application/x-www-form-urlencoded', 'tech', 400, 'invalid-input'],
    ['an empty body', '', 'application/json', 'tech', 400, 'invalid-input'],
    ['a list', '[1]', 'application/json', 'tech', 400, 'invalid-input'],
    ['nobody signed in', '{"by":1}', 'application/json', 'nobody', 401, 'sign-in-required'],
    ['a role that may not', '{"by":1}', 'application/json', 'auditor', 403, 'forbidden'],
  ])('SVC-32 %s is refused with its code', async (_what, body, type, token, status, code) => {
    const answer = await post('/api/v1/probes/a', body, { 'Content-Type': type, Authorization: `Bearer ${token}` });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(Object.keys(answer.body).sort()).toEqual(['code', 'data', 'message']);
  });

  test('SVC-32 a refusal that says when to come back says so in Retry-After', async () => {
    const later = await post('/api/v1/probes/wait', {});
    expect(later).toMatchObject({ status: 429, body: { code: 'later', data: { retryAfterSeconds: 3 } } });
    expect(later.headers.get('retry-after')).toBe('3');
    const then = await post('/api/v1/probes/wait', { until: '2026-11-21T15:00:30.000Z' });
    expect(then.headers.get('retry-after')).toBe('Sat, 21 Nov 2026 15:00:30 GMT');
  });

  test('SVC-33 an error nobody declared says a request id and nothing else, and its text is not logged', async () => {
    const answer = await post('/api/v1/probes/failure', {});
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal-error' } });
    expect(answer.body.data).toEqual({ requestId: answer.headers.get('x-request-id') });
    expect(JSON.stringify(answer.body)).not.toContain('Okafor');
  });

  test('SVC-34 an unknown address is 404, another method is 405 and says which there are', async () => {
    expect(await send('GET', '/api/v1/nothing')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    const answer = await send('DELETE', '/api/v1/probes/a');
    expect(answer).toMatchObject({ status: 405, body: { code: 'method-not-allowed', data: { methods: ['POST'] } } });
    expect(answer.headers.get('allow')).toBe('OPTIONS, POST');
  });

  test('SVC-34 HEAD is GET without a body, OPTIONS lists methods and allows no other origin', async () => {
    const head = await send('HEAD', '/api/v1/probes');
    expect([head.status, head.body]).toEqual([200, null]);
    const options = await send('OPTIONS', '/api/v1/probes', { headers: { Origin: server.url } });
    expect(options.status).toBe(204);
    expect(options.headers.get('allow')).toBe('OPTIONS, GET, HEAD');
    expect(options.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('SVC-35 a query is text on the wire and typed in the handler; a JSON body is taken as it is', async () => {
    const answer = await send('GET', '/api/v1/probes?limit=20&open=true&q=007');
    expect(answer.body).toEqual({ limit: 20, open: true, q: '007' });
    expect(await send('GET', '/api/v1/probes?limit=many')).toMatchObject({ status: 400 });
    expect(await post('/api/v1/probes/a', { by: '2' })).toMatchObject({ status: 400 });
  });

  test('SVC-36 a body over the limit is refused before it is read, and less is allowed to who is not signed in', async () => {
    const large = JSON.stringify({ by: 1, note: 'x'.repeat(300 * 1024) });
    expect((await post('/api/v1/probes/c', large)).status).toBe(200);
    const refused = await post('/api/v1/probes/failure', large, { Authorization: 'Bearer nobody' });
    expect(refused).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
  });

  test('SVC-36 a body that grows past the limit without saying so is cut off', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const options = {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' },
      };
      const request = httpRequest(`${server.url}/api/v1/probes/failure`, options, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on('error', reject);
      for (let i = 0; i < 10; i++) request.write('x'.repeat(64 * 1024));
    });
    expect(status).toBe(413);
  });

  test('SVC-37 files are written to disk as they arrive and reach the handler with name and content', async () => {
    const form = new FormData();
    form.append('source', 'test');
    form.append('files', new File(['first file'], 'a.json'));
    form.append('files', new File([new Uint8Array(3_000_000).fill(65)], 'b "quoted".zip'));
    const answer = await send('POST', '/api/v1/probes/uploads', {
      body: form,
      headers: { Authorization: 'Bearer tech' },
    });
    expect(answer.body).toEqual({
      files: [
        { name: 'a.json', size: 10, text: 'first file' },
        { name: 'b "quoted".zip', size: 3_000_000, text: 'AAAAAAAAAAAA' },
      ],
    });
  });

  test('SVC-37 an upload that breaks off is refused', async () => {
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b' };
    const answer = await post('/api/v1/probes/uploads', '--b\r\nContent-Disposition: form-data; name="files"', headers);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
  });
});
