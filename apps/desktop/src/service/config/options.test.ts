import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OperatorError } from '../operator-error.ts';
import { defaultDataDir } from './default-data-dir.ts';
import { readServiceOptions } from './options.ts';

function refusal(...argv: string[]): string {
  try {
    readServiceOptions(argv);
  } catch (error) {
    if (error instanceof OperatorError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('service flags', () => {
  test('SVC-1 every flag of a terminal is read, in both spellings', () => {
    const options = readServiceOptions([
      '--port=7400',
      '--data-dir',
      'a',
      '--demo=us_fl',
      '--headless',
      '--role',
      'terminal',
    ]);
    expect(options).toEqual({
      port: 7400,
      host: '127.0.0.1',
      tls: null,
      dataDir: resolve('a'),
      demo: 'us_fl',
      headless: true,
      roles: ['terminal'],
    });
  });

  test('SVC-1 --demo alone is Ohio and does not swallow the next flag', () => {
    expect(readServiceOptions(['--demo', '--headless'])).toMatchObject({ demo: 'us_oh', headless: true, port: 0 });
  });

  test.each([
    [['--prot', '1'], /Unknown flag --prot/],
    [['--port', 'x'], /--port x is not a port/],
    [['--port', '70000'], /not a port/],
    [['--port'], /needs a value/],
    [['--port', '--headless'], /needs a value/],
    [['--headless=1'], /takes no value/],
    [['--demo=us_zz'], /Use one of us_oh/],
    [['--port', '1', '--port', '2'], /given twice/],
    [['serve'], /is not a flag/],
    [['--tls-cert', 'a.pem'], /go together/],
    [['--host', '0.0.0.0'], /needs --tls-cert/],
    [['--role', 'king'], /not a role/],
    [['--__proto__'], /Unknown flag/],
  ])('SVC-2 %j is refused in one line that says what to do', (argv, expected) => {
    const line = refusal(...argv);
    expect(line).toMatch(expected);
    expect(line).not.toContain('\n');
  });

  test.each(['--join=x#1', '--peer=x', '--relay=x', '--sync-port=1', '--no-discovery', '--role=standby'])(
    'SVC-3 %s says it arrives with the sync release',
    (flag) => {
      expect(refusal(flag)).toMatch(/arrives with the sync release/);
    },
  );

  test('SVC-4 a demo never shares a data directory with the store', () => {
    expect(defaultDataDir('us_oh', {}, 'linux')).not.toBe(defaultDataDir(null, {}, 'linux'));
    expect(defaultDataDir(null, { XDG_DATA_HOME: '/x' }, 'linux')).toBe(resolve('/x/apotheca/store'));
  });
});
