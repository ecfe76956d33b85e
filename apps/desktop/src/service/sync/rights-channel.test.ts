import { FakeClock } from '@apotheca/core/testing';
import { expect, test } from 'vitest';
import { RightsChannel } from './rights-channel.ts';
import { encodeRights } from './rights-messages.ts';

test('NET-67 an incarnation whose terminal says that it writes under it is not called superseded', () => {
  const clock = new FakeClock('2026-11-21T15:00:00Z');
  let hear: (from: string, body: Uint8Array) => void = () => {};
  const stamps: Record<string, number> = { 'b:1': 9, 'b:2': 5 };
  const ledger = {
    origin: 'a:1',
    hasOrigin: () => true,
    origins: () => Object.keys(stamps).map((origin) => ({ origin, terminalId: 'b' })),
    head: () => ({ seq: 1 }),
    row: (origin: string) => ({ hlc: stamps[origin] }),
  };
  const kernel = { ledger, host: { has: () => false }, engine: { onCommit: () => () => {} } };
  const rights = new RightsChannel({
    switchboard: {
      send: () => true,
      listen: (_channel, listener) => {
        hear = listener;
        return () => {};
      },
      linked: () => [],
      status: () => ({ peers: [], waiting: [], missingEvents: 0, quarantined: [] }),
    },
    clock,
    tellMs: 1_000,
    kernel: () => kernel as never,
    onUnexpected: (error) => expect.unreachable(String(error)),
  });
  rights.start();
  try {
    expect(rights.strandingOf('b:2')).toBe('superseded');
    hear('b', encodeRights({ type: 'here', origin: 'b:2' }));
    expect(rights.strandingOf('b:2')).toBeNull();
    clock.advance(2_500);
    expect(rights.strandingOf('b:2')).toBe('superseded');
  } finally {
    rights.stop();
  }
});
