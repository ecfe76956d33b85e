import { describe, expect, test } from 'vitest';
import { readRelayOptions } from '../src/options.ts';

describe('flags', () => {
  test('REL-90 what is not given has a value that works alone', () => {
    expect(readRelayOptions([], {})).toMatchObject({
      port: 7500,
      host: '127.0.0.1',
      store: { kind: 'sqlite' },
      keepDays: 7,
      registrationToken: null,
      statusToken: null,
    });
  });

  test('REL-90 tokens may stand in the environment, where a list of processes does not show them', () => {
    const env = { APOTHECA_RELAY_REGISTRATION_TOKEN: 'one', APOTHECA_RELAY_STATUS_TOKEN: 'two' };
    expect(readRelayOptions([], env)).toMatchObject({ registrationToken: 'one', statusToken: 'two' });
  });

  test('REL-90 several NATS servers are one store', () => {
    const { store } = readRelayOptions(['--store', 'nats://a:4222, tls://b:4222'], {});
    expect(store).toEqual({ kind: 'nats', servers: ['nats://a:4222', 'tls://b:4222'] });
  });

  test.each([
    [['--prot', '1'], /Unknown option '--prot'/],
    [['--port', '70000'], /from 0 to 65535/],
    [['--port', 'x'], /whole number/],
    [['--keep-days', '-1'], /keep-days/],
    [['--tls-cert', 'a.pem'], /go together/],
    [['--store', 'redis://x'], /Use sqlite, or nats/],
    [['--log-level', 'loud'], /not one of/],
    [['serve'], /Unexpected argument/],
  ])('REL-91 %j is refused in one line that says what to do', (argv, expected) => {
    let line = '';
    try {
      readRelayOptions(argv, {});
    } catch (error) {
      line = (error as Error).message;
    }
    expect(line).toMatch(expected);
    expect(line).not.toContain('\n');
  });
});
