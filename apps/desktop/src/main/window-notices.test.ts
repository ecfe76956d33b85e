import { describe, expect, test } from 'vitest';
import type { ServiceState } from './service-host.ts';
import { noticeOf, WindowNotices } from './window-notices.ts';

function setUp() {
  let reloads = 0;
  let pending: (() => void) | null = null;
  const notices = new WindowNotices(
    () => {
      reloads += 1;
    },
    (_ms, work) => {
      pending = work;
      return () => {
        pending = null;
      };
    },
  );
  const grace = () => {
    const work = pending;
    pending = null;
    work?.();
  };
  return { notices, grace, reloads: () => reloads, isWaiting: () => pending !== null };
}

const restarting: ServiceState = { kind: 'restarting', code: 11 };

describe('notices', () => {
  test('SHELL-10 a quick restart leaves the page alone', () => {
    const { notices, reloads, isWaiting } = setUp();
    notices.onState({ kind: 'ready' });
    notices.onState(restarting);
    notices.onState({ kind: 'starting' });
    notices.onState({ kind: 'ready' });
    expect([reloads(), isWaiting(), notices.current]).toEqual([0, false, null]);
  });

  test('SHELL-10 a long one is told and goes away by itself', () => {
    const { notices, grace, reloads } = setUp();
    notices.onState({ kind: 'ready' });
    notices.onState(restarting);
    notices.onState({ kind: 'starting' });
    grace();
    expect(notices.current?.title).toBe('Apotheca is starting');
    notices.onState(restarting);
    expect(notices.current?.title).toContain('being started again');
    notices.onState({ kind: 'ready' });
    expect([reloads(), notices.current]).toEqual([3, null]);
  });

  test('SHELL-11 what needs a person is told at once, with its line and a button', () => {
    const { notices, reloads } = setUp();
    notices.onState({ kind: 'starting' });
    notices.onState({ kind: 'refused', message: 'keys.json is missing. Put it back.' });
    expect(reloads()).toBe(1);
    expect(notices.current).toMatchObject({ lines: ['keys.json is missing. Put it back.'], canStartAgain: true });
  });

  test('SHELL-9 a service that was given up is told with what to do', () => {
    expect(noticeOf({ kind: 'given-up', code: 139 })).toMatchObject({ canStartAgain: true });
    expect(noticeOf({ kind: 'given-up', code: 139 })?.lines.join(' ')).toMatch(/code 139.*Start it again/s);
    expect(noticeOf({ kind: 'given-up', code: 0 })?.lines[0]).toContain('without a reason');
  });
});
