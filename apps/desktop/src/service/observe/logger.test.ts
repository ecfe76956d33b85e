import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openLog } from './logger.ts';
import { RotatingFile } from './rotating-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'apotheca-log-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('log', () => {
  test('SVC-70 a line keeps the kind and the place of an error and drops its text and everything of a person', () => {
    const { log, close } = openLog(dir, { stderrLevel: 'fatal' });
    const error = Object.assign(new TypeError('patient Rosa Okafor'), { code: 'SQLITE_FULL' });
    log.error(
      { err: error, requestId: 'r1', patient: { name: 'Rosa' }, call: { token: 'secret', body: 'Okafor' } },
      'failed',
    );
    close();
    const text = readFileSync(join(dir, 'logs', 'service.log'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ requestId: 'r1', err: { kind: 'TypeError', code: 'SQLITE_FULL' } });
    expect(text).not.toMatch(/Okafor|Rosa|secret/);
    if (process.platform !== 'win32') expect(statSync(join(dir, 'logs', 'service.log')).mode & 0o777).toBe(0o600);
  });

  test('SVC-70 the file starts afresh at its size and keeps as many as it may', () => {
    const path = join(dir, 'small.log');
    const file = new RotatingFile(path, 100, 2);
    for (let i = 0; i < 10; i++) file.write(`${i}`.repeat(40));
    file.close();
    expect(readFileSync(path, 'utf8')).toBe('8'.repeat(40) + '9'.repeat(40));
    expect(readFileSync(`${path}.2`, 'utf8')).toBe('4'.repeat(40) + '5'.repeat(40));
    expect(existsSync(`${path}.3`)).toBe(false);
  });
});
