import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { root } from '../bootstrap/root.mjs';

const dir = mkdtempSync(join(tmpdir(), 'apotheca-start-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function start(args) {
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), ...args], { cwd: dir });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => {
      said[stream] += text;
    });
  }
  const ended = new Promise((resolve) => child.on('close', resolve));
  return { child, said, ended };
}

describe('npm start -- --headless', () => {
  test('START-5 stdout is one line of JSON, from anywhere, and SIGTERM ends it with 0', async () => {
    const { child, said, ended } = start(['--headless', '--port', '0', '--data-dir', join(dir, 'store')]);
    await Promise.race([expect.poll(() => said.stdout, { timeout: 60_000 }).toContain('\n'), ended]);
    expect(said.stdout, said.stderr).toMatch(/^\{"ready":true,.*\}\n$/);
    const { url } = JSON.parse(said.stdout);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(said.stdout.split('\n')).toHaveLength(2);
  }, 90_000);

  test('START-5 a wrong flag ends it with 1 and one line on stderr', async () => {
    const { said, ended } = start(['--headless', '--prot', '7400']);
    expect(await ended).toBe(1);
    expect(said.stdout).toBe('');
    expect(said.stderr).toMatch(/(^|\n)Unknown flag --prot\.[^\n]*\n$/);
  }, 30_000);
});
