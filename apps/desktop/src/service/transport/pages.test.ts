import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ProbeServer, startProbeServer } from '../testing/probe-server.ts';

const dir = mkdtempSync(join(tmpdir(), 'apotheca-renderer-'));
let built: ProbeServer;
let bare: ProbeServer;
beforeAll(async () => {
  mkdirSync(join(dir, 'assets'));
  writeFileSync(join(dir, 'index.html'), '<html><head><title>A</title></head><body></body></html>');
  writeFileSync(join(dir, 'assets', 'app-1a2b.js'), 'export {}');
  writeFileSync(join(dir, 'icon.svg'), '<svg/>');
  [built, bare] = await Promise.all([startProbeServer(dir), startProbeServer()]);
});
afterAll(async () => {
  await Promise.all([built.stop(), bare.stop()]);
  rmSync(dir, { recursive: true, force: true });
});

describe('pages', () => {
  test('SVC-60 the workstation is one page at every address of its own, and is never cached stale', async () => {
    for (const path of ['/', '/patients/p1', '/index.html']) {
      const response = await fetch(built.url + path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(await response.text()).toContain('<title>A</title>');
    }
  });

  test('SVC-60 hashed files are cached for ever, others are asked for again and answered 304', async () => {
    const script = await fetch(`${built.url}/assets/app-1a2b.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toContain('immutable');
    const icon = await fetch(`${built.url}/icon.svg`);
    expect(icon.headers.get('content-type')).toBe('image/svg+xml');
    const etag = icon.headers.get('etag') ?? '';
    expect((await fetch(`${built.url}/icon.svg`, { headers: { 'If-None-Match': etag } })).status).toBe(304);
    expect((await fetch(`${built.url}/assets/gone.js`)).status).toBe(404);
  });

  test('SVC-60 styles added at run time carry a nonce that is new on every page', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const response = await fetch(built.url);
        const nonce = /nonce="([^"]+)"/.exec(await response.text())?.[1] ?? 'none';
        expect(response.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`);
        return nonce;
      }),
    );
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  test('SVC-61 a page that is not built says what to run', async () => {
    const response = await fetch(bare.url);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npm start');
  });

  test('SVC-62 the document is OpenAPI 3.1 with every endpoint, who may call it and how it refuses', async () => {
    // biome-ignore lint/suspicious/noExplicitAny: a document of the generator, checked below
    const document: any = await (await fetch(`${bare.url}/api/v1/openapi.json`)).json();
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths).sort()).toEqual([
      '/probes',
      '/probes/failure',
      '/probes/stream',
      '/probes/uploads',
      '/probes/wait',
      '/probes/window',
      '/probes/{id}',
    ]);
    const add = document.paths['/probes/{id}'].post;
    expect(add.security).toEqual([{ session: [] }]);
    expect(add.description).toContain('patients.write');
    expect(add.parameters.map((one: { name: string }) => one.name)).toContain('Idempotency-Key');
    expect(JSON.stringify(add.responses['422'])).toContain('too-much');
    expect(add.responses['401'].content['application/json'].schema.$ref).toBe(
      '#/components/schemas/Refusal-sign-in-required',
    );
    expect(document.components.schemas['Refusal-sign-in-required'].required).toEqual(['code', 'message', 'data']);
  });

  test('SVC-62 the readable page needs nothing but itself', async () => {
    const html = await (await fetch(`${bare.url}/api/docs`)).text();
    expect(html).toContain('/probes/{id}');
    expect(html).toContain('too-much');
    expect(html).not.toMatch(/<script|src=|https?:\/\//);
  });

  test('SVC-63 health is 503 with the code of the fault once the database fails', async () => {
    expect(await (await fetch(`${bare.url}/health`)).json()).toEqual({ status: 'ok', fault: null });
    bare.fault = 'SQLITE_CORRUPT';
    const response = await fetch(`${bare.url}/health`);
    expect([response.status, await response.json()]).toEqual([503, { status: 'failing', fault: 'SQLITE_CORRUPT' }]);
    bare.fault = null;
  });

  test('SVC-64 metrics count calls and commits and carry no id in their labels', async () => {
    await fetch(`${bare.url}/api/v1/probes/patient-4711`, {
      method: 'POST',
      body: '{"by":1}',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer tech' },
    });
    const text = await (await fetch(`${bare.url}/metrics`)).text();
    expect(text).toMatch(/apotheca_call_duration_seconds_count\{procedure="probe.add",code="ok"\} 1/);
    expect(text).toMatch(/apotheca_commits_total 1/);
    expect(text).toMatch(/apotheca_ledger_events 1/);
    expect(text).toMatch(/apotheca_module_state\{module="probe",state="running"\} 1/);
    expect(text).toMatch(/nodejs_eventloop_lag_seconds/);
    expect(text).not.toContain('4711');
  });
});
