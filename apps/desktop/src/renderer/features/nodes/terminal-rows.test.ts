import { expect, test } from 'vitest';
import { terminalRows, timeLeft } from './terminal-rows.ts';

const terminal = (terminalId: string, more: object = {}) => ({
  terminalId,
  name: terminalId,
  isSelf: false,
  enrolledAt: '2026-11-21T15:00:00Z',
  enrolledBy: null,
  isWaiting: false,
  revokedAt: null,
  revokedBecause: null,
  ...more,
});
const peer = (terminalId: string, connected: boolean) => ({
  terminalId,
  name: terminalId,
  kind: 'direct' as const,
  connected,
  lagEvents: 0,
  behindEvents: 0,
  lastHeardAt: null,
  clockAheadSeconds: null,
  text: '',
});

test('UI-160 a terminal is this one, put out, connected or not', () => {
  const terminals = [
    terminal('t1', { isSelf: true }),
    terminal('t2'),
    terminal('t3'),
    terminal('t4', { revokedAt: '2026-11-21T16:00:00Z' }),
    terminal('t5'),
  ];
  const peers = [peer('t2', true), peer('t3', false), peer('t4', true)];
  const rows = terminalRows(terminals, { peers, leader: 't2' });
  expect(rows.map(({ state }) => state)).toEqual(['self', 'connected', 'apart', 'revoked', 'apart']);
  expect(rows.filter(({ leads }) => leads).map(({ terminalId }) => terminalId)).toEqual(['t2']);
});

test('UI-161 a code counts down to the second and ends', () => {
  const start = Date.parse('2026-11-21T15:00:00Z');
  expect(timeLeft('2026-11-21T15:10:00Z', start)).toBe('10:00');
  expect(timeLeft('2026-11-21T15:10:00Z', start + 54_500)).toBe('9:06');
  expect(timeLeft('2026-11-21T15:10:00Z', start + 599_001)).toBe('0:01');
  expect(timeLeft('2026-11-21T15:10:00Z', start + 600_000)).toBeNull();
});
