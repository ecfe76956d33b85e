import { expect, test } from 'vitest';
import { Standing } from '../../replication/standing.ts';
import type { PeerStatus } from '../../replication/sync-types.ts';
import { membershipOf, peersOf, quarantinedOf, type SyncView, waitingOf } from './sync-words.ts';
import { standOf, terminalAggregate } from './terminal-model.ts';

const nothing = new Standing({ founder: null, terminals: [], isSigned: () => false });
const terminal = (id: string, name: string) => ({
  ...standOf({ ...terminalAggregate.initial(id), name }, nothing),
  publicKey: `key of ${id}`,
  enrolledAt: '2026-11-21T15:00:00Z',
});

const peer = (more: Partial<PeerStatus>): PeerStatus => ({
  terminalId: 't2',
  kind: 'direct',
  connected: true,
  appVersion: '1',
  lagEvents: 0,
  behindEvents: 0,
  lastHeardMs: 0,
  roundTripMs: null,
  lastClose: null,
  heads: [],
  ...more,
});

function view(more: Partial<SyncView> & { peers?: PeerStatus[] } = {}): SyncView {
  const { peers = [], ...rest } = more;
  return {
    self: 't1',
    terminals: [terminal('t1', 'Front'), terminal('t2', 'Drive-through'), terminal('t3', 'Office')],
    status: { peers, waiting: [], missingEvents: 0, quarantined: [] },
    clocks: [],
    deferred: [],
    forks: [],
    ...rest,
  };
}

test('NOD-30 each link is told in words, also of terminals that were never seen', () => {
  const peers = peersOf(view({ peers: [peer({ lagEvents: 1, behindEvents: 12 })] }));
  expect(peers).toMatchObject([
    { terminalId: 't2', name: 'Drive-through', connected: true, lagEvents: 1, behindEvents: 12 },
    { terminalId: 't3', name: 'Office', connected: false, lastHeardAt: null },
  ]);
  expect(peers[0]?.text).toBe('Connected; 12 changes to come from it, 1 change to go to it.');
  expect(peers[1]?.text).toMatch(/^Not seen since/);
  const textOf = (more: Partial<PeerStatus>, clocks: SyncView['clocks'] = []) =>
    peersOf(view({ peers: [peer(more)], clocks }))[0]?.text;
  expect(textOf({})).toBe('Connected, both have everything.');
  const lastClose = { code: 4408, reason: 'Nothing was heard for 20 seconds.' };
  expect(textOf({ connected: false, lagEvents: 3, lastClose })).toBe(
    'Not connected; lacks 3 changes of here. Nothing was heard for 20 seconds.',
  );
  expect(textOf({}, [{ terminalId: 't2', aheadMs: -300_000 }])).toMatch(/Its clock is 5 minutes behind: set/);
});

test('NOD-30 a revoked terminal is no peer any more, a relay is one without a register entry', () => {
  const out = { ...terminal('t3', 'Office'), revokedAt: '2026-11-21T16:00:00Z' };
  const terminals = [terminal('t1', 'Front'), out];
  const peers = peersOf(view({ terminals, peers: [peer({ terminalId: 'relay_1', kind: 'relay' })] }));
  expect(peers.map((one) => [one.name, one.kind])).toEqual([['Relay', 'relay']]);
});

test('NOD-30 what waits and why, and whose history forked', () => {
  const waiting = waitingOf(
    view({
      deferred: [{ keyId: 'k2', reason: 'unknown-key', rows: 3 }],
      status: {
        peers: [],
        waiting: [{ origin: 't2:abc', verdict: 'too-far-ahead', missing: 7 }],
        missingEvents: 7,
        quarantined: ['t3:def'],
      },
    }),
  );
  expect(waiting).toEqual([
    { events: 3, text: expect.stringMatching(/^3 changes are here and wait for the store's new key/) },
    {
      events: 7,
      text: '7 changes of Drive-through wait because its clock is far ahead. Set the clock of that terminal.',
    },
  ]);
  const status = { peers: [], waiting: [], missingEvents: 0, quarantined: ['t3:def'] };
  expect(quarantinedOf(view({ status }))).toEqual([
    { origin: 't3:def', terminalId: 't3', text: expect.stringMatching(/^Office has two histories/) },
  ]);
});

test('NOD-30 whether this terminal belongs to the store', () => {
  const self = terminal('t1', 'Front');
  expect(membershipOf(self, 'key of t1').state).toBe('member');
  expect(membershipOf(self, 'another key').state).toBe('unknown');
  expect(membershipOf(undefined, 'key of t1').state).toBe('unknown');
  expect(membershipOf({ ...self, isWaiting: true }, 'key of t1').text).toMatch(/let this one in again/);
  expect(membershipOf({ ...self, revokedAt: 'now' }, 'key of t1')).toMatchObject({
    state: 'revoked',
    text: expect.stringMatching(/join with a code/),
  });
});
