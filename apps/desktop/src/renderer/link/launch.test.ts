import { describe, expect, test } from 'vitest';
import { readLaunch } from './launch.ts';

const page = { protocol: 'http:', userAgent: 'Chrome' };

describe('UI-62 the launch token', () => {
  test('UI-62 comes in the fragment, alone or before a route', () => {
    expect(readLaunch({ ...page, hash: '#launch=abc-DEF_1' })).toEqual({
      launch: { kind: 'socket', token: 'abc-DEF_1' },
      route: '',
    });
    expect(readLaunch({ ...page, hash: '#launch=abc&/queue' }).route).toBe('/queue');
  });

  test('UI-62 a fragment without token is a route', () => {
    expect(readLaunch({ ...page, hash: '#/rx/rx_1' })).toEqual({
      launch: { kind: 'socket', token: null },
      route: '/rx/rx_1',
    });
  });

  test('UI-62 in Electron the window asks for a port', () => {
    expect(readLaunch({ ...page, protocol: 'app:', hash: '' }).launch.kind).toBe('port');
  });
});
