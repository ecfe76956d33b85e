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
      sync: { host: '127.0.0.1', port: 0, peers: [], relay: null, discovery: true },
      join: null,
    });
  });

  test('NOD-40 where to join is an address with a code, however the code is written', () => {
    const join = { url: 'https://10.0.0.2:7410/', code: 'J6VN7E34YKA9HTB7' };
    expect(readServiceOptions(['--join', 'https://10.0.0.2:7410#j6vn-7e34-yka9-htb7']).join).toEqual(join);
    expect(readServiceOptions(['--join=https://10.0.0.2:7410/#J6VN 7E34 YKA9 HTB7']).join).toEqual(join);
    for (const text of [
      'J6VN-7E34-YKA9-HTB7',
      'http://10.0.0.2#J6VN-7E34-YKA9-HTB7',
      'https://a/b#J6VN-7E34-YKA9-HTB7',
    ]) {
      expect(refusal('--join', text)).toMatch(/Use what the other terminal shows: https:/);
    }
    const secret = refusal('--join', 'https://10.0.0.2:7410#J6VN-7E34-YKA9');
    expect(secret).toMatch(/has no code like/);
    expect(secret).not.toContain('J6VN');
  });

  test('NET-20 how it meets the others is read; the port faces where the workstation does unless told otherwise', () => {
    const read = (...argv: string[]) => readServiceOptions(argv).sync;
    expect(
      read('--peer', 'https://10.0.0.2:7410', '--peer=https://[fd00::1]:7410/', '--relay', 'wss://relay.example'),
    ).toMatchObject({
      peers: ['https://10.0.0.2:7410/', 'https://[fd00::1]:7410/'],
      relay: 'wss://relay.example/',
    });
    expect(read('--sync-port', '7410', '--no-discovery')).toMatchObject({ port: 7410, discovery: false });
    expect(read('--relay=ws://127.0.0.1:9')).toMatchObject({ relay: 'ws://127.0.0.1:9/' });
    const lan = ['--host', '10.0.0.1', '--tls-cert', 'a.pem', '--tls-key', 'b.pem'];
    expect(read(...lan).host).toBe('10.0.0.1');
    expect(read(...lan, '--sync-host', '127.0.0.1').host).toBe('127.0.0.1');
    expect(read('--sync-host', '0.0.0.0').host).toBe('0.0.0.0');
    expect(readServiceOptions(['--role', 'terminal,standby']).roles).toEqual(['terminal', 'standby']);
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
    [['--peer', '10.0.0.2:7410'], /--peer 10\.0\.0\.2:7410 is not an address of a terminal/],
    [['--peer', 'http://10.0.0.2:7410'], /https:\/\/HOST:PORT/],
    [['--peer', 'https://10.0.0.2:7410/sync'], /not an address of a terminal/],
    [['--relay', 'https://relay.example'], /Use wss:\/\/HOST/],
    [['--relay', 'ws://relay.example'], /would cross the network readable/],
    [['--sync-port', 'x'], /--sync-port x is not a port/],
    [['--__proto__'], /Unknown flag/],
  ])('SVC-2 %j is refused in one line that says what to do', (argv, expected) => {
    const line = refusal(...argv);
    expect(line).toMatch(expected);
    expect(line).not.toContain('\n');
  });

  test('SVC-3 a role of a later release says so', () => {
    expect(refusal('--role=terminal,voice')).toMatch(/arrives with the voice release/);
  });

  test('SVC-4 a demo never shares a data directory with the store', () => {
    expect(defaultDataDir('us_oh', {}, 'linux')).not.toBe(defaultDataDir(null, {}, 'linux'));
    expect(defaultDataDir(null, { XDG_DATA_HOME: '/x' }, 'linux')).toBe(resolve('/x/apotheca/store'));
  });
});
