import { existsSync, readdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ProbeServer, startProbeServer } from '../testing/probe-server.ts';

let server: ProbeServer;
beforeEach(async () => {
  server = await startProbeServer();
});
afterEach(() => server.stop());

const path = '/api/v1/probes/uploads';

function form(bytes: number, source?: string): FormData {
  const data = new FormData();
  if (source !== undefined) data.append('source', source);
  data.append('files[]', new File([new Uint8Array(bytes).fill(65)], 'a.zip'));
  return data;
}

function upload(data: FormData, init: RequestInit = {}, at = path): Promise<Response> {
  return fetch(`${server.url}${at}`, {
    method: 'POST',
    body: data,
    headers: { Authorization: 'Bearer tech' },
    ...init,
  });
}

function held(): { folders: number; bytes: number } {
  const folders = existsSync(server.uploadsDir) ? readdirSync(server.uploadsDir).length : 0;
  return { folders, bytes: server.transports.uploads.heldBytes };
}

const nothing = { folders: 0, bytes: 0 };

/** Announces a body and sends none of it: whoever answers has not read it. */
function announce(at: string, token: string, type: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': type, 'Content-Length': 20_000_000, Authorization: `Bearer ${token}` };
    const request = httpRequest(`${server.url}${at}`, { method: 'POST', headers }, (response) => {
      let body = '';
      response.on('data', (piece: Buffer) => {
        body += piece.toString();
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body });
        request.destroy();
      });
    });
    request.on('error', reject);
    request.flushHeaders();
  });
}

describe('what is held of uploads', () => {
  test('SVC-38 nothing stays once the request is answered, refused or broken off', async () => {
    expect((await upload(form(3_000_000))).status).toBe(200);
    await vi.waitFor(() => expect(held()).toEqual(nothing));
    const wrong = new FormData();
    wrong.append('other', new File(['x'], 'x'));
    expect((await upload(wrong)).status).toBe(400);
    await vi.waitFor(() => expect(held()).toEqual(nothing));
    const controller = new AbortController();
    const waiting = upload(form(3_000_000, 'wait'), { signal: controller.signal }).catch(() => 'gone');
    await vi.waitFor(() => expect(held()).toMatchObject({ folders: 1, bytes: 3_000_004 }));
    controller.abort();
    expect(await waiting).toBe('gone');
    await vi.waitFor(() => expect(held()).toEqual(nothing));
  });

  test('SVC-38 uploads together have a bound, and room comes back', async () => {
    const controller = new AbortController();
    const waiting = upload(form(6_000_000, 'wait'), { signal: controller.signal }).catch(() => 'gone');
    await vi.waitFor(() => expect(held().bytes).toBe(6_000_004));
    const refused = await upload(form(6_000_000));
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(await refused.json()).toMatchObject({ code: 'uploads-busy' });
    controller.abort();
    await waiting;
    await vi.waitFor(() => expect(held()).toEqual(nothing));
    expect((await upload(form(6_000_000))).status).toBe(200);
  });

  test('SVC-38 an upload that is too large on its own is refused and leaves nothing', async () => {
    const refused = await upload(form(8_500_000)).catch(() => null);
    if (refused) expect(refused.status).toBe(413);
    await vi.waitFor(() => expect(held()).toEqual(nothing));
  });
});

describe('who may upload, and where', () => {
  test.each([
    ['an auditor', 'auditor', 403, 'forbidden'],
    ['a locked session', 'locked', 423, 'session-locked'],
    ['nobody', 'nobody', 401, 'sign-in-required'],
  ])('SVC-39 %s is refused before the body is read', async (_who, token, status, code) => {
    for (const type of ['multipart/form-data; boundary=b', 'application/json']) {
      const answer = await announce(path, token, type);
      expect(answer.status).toBe(status);
      expect(JSON.parse(answer.body)).toMatchObject({ code });
    }
    expect(held()).toEqual(nothing);
  });

  test('SVC-39 an endpoint that takes no file refuses a multipart body and says what to send', async () => {
    const refused = await upload(form(1_000), {}, '/api/v1/probes/a');
    expect(refused.status).toBe(415);
    const body = (await refused.json()) as { code: string; message: string };
    expect(body.code).toBe('unsupported-media-type');
    expect(body.message).toContain('Content-Type: application/json');
    expect((await announce('/api/v1/probes/a', 'tech', 'multipart/form-data; boundary=b')).status).toBe(415);
    expect(held()).toEqual(nothing);
  });
});
