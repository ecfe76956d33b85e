import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'apotheca-main-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('the built main process', () => {
  test('SHELL-23 opens the store, serves a page, survives the service, and closes the store before it ends', async () => {
    const dataDir = join(dir, 'store');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(import.meta.dirname, 'testing', 'drive-main.ts'), dataDir],
      { timeout: 60_000 },
    );
    const seen = JSON.parse(stdout);
    expect(seen).toMatchObject({
      isSetUp: [false, false],
      pageStatus: 200,
      windows: [['app://workstation/']],
      userData: join(dataDir, 'window'),
      keyProtection: 'keychain',
    });
    expect(seen.policy).toContain("default-src 'none'");
  }, 90_000);
});
