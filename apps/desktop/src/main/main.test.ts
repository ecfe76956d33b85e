import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'apotheca-main-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('the built main process', () => {
  test('SHELL-23, PRN-5 opens the store, prints, survives the service, closes the store before it ends', async () => {
    const dataDir = join(dir, 'store');
    const printed = join(dir, 'printed');
    writeFileSync(join(dir, 'lp'), `#!/bin/sh\n{ echo "$@"; cat; } > ${printed}\n`, { mode: 0o755 });
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(import.meta.dirname, 'testing', 'drive-main.ts'), dataDir],
      { timeout: 60_000, env: { ...process.env, PATH: `${dir}${delimiter}${process.env.PATH}` } },
    );
    const seen = JSON.parse(stdout);
    expect(seen).toMatchObject({
      isSetUp: [false, true],
      pageStatus: 200,
      windows: [['app://workstation/']],
      userData: join(dataDir, 'window'),
      keyProtection: 'keychain',
    });
    expect(seen.policy).toContain("default-src 'none'");
    expect(readFileSync(printed, 'utf8')).toBe('-d front -n 2 -t Apotheca\n%PDF-1.7 label');
  }, 90_000);
});
