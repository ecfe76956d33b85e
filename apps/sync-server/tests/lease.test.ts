import { decodeLease, encodeLease, type LeaseMessage } from '@apotheca/core/replication/lease/messages';
import { afterEach, describe, expect, test } from 'vitest';
import type { RoomArchive } from '../src/archive/archive.ts';
import { LeaseSeat } from '../src/rooms/lease-seat.ts';
import { until } from './relay-client.ts';
import { RelayWorld } from './relay-fixture.ts';

const world = new RelayWorld();
afterEach(() => world.close());

const ask = (epoch: number, round = 1): LeaseMessage => ({ type: 'ask', epoch, round, config: 1 });

/** An archive of one key that several seats share, as instances share a bucket. */
class SharedVote {
  value: Uint8Array | undefined;
  revision = 0;
  failing = false;

  seat(isShared: boolean): { archive: RoomArchive; refresh(): void } {
    let seen = this.revision;
    const archive = {
      isShared,
      content: { small: new Map(this.value ? [['vote', this.value]] : []), heads: [], bytes: 0 },
      swap: async (_key: string, value: Uint8Array) => {
        if (this.failing) throw new Error('the disk is full');
        if (isShared && seen !== this.revision) return false;
        this.value = value;
        this.revision += 1;
        seen = this.revision;
        return true;
      },
    } as unknown as RoomArchive;
    return {
      archive,
      refresh: () => {
        seen = this.revision;
      },
    };
  }
}

function seatOn(shared: SharedVote, clock: { ms: number }, isShared: boolean) {
  const { archive, refresh } = shared.seat(isShared);
  const said: LeaseMessage[] = [];
  const faults: unknown[] = [];
  const seat = new LeaseSeat({
    archive,
    monotonicMs: () => clock.ms,
    send: (_to, message) => said.push(decodeLease(message)!),
    onFault: (error) => faults.push(error),
  });
  const say = async (from: string, message: LeaseMessage) => {
    said.length = 0;
    seat.received(from, encodeLease(message));
    await new Promise((resolve) => setTimeout(resolve, 5));
    return said[0]?.type;
  };
  return { seat, say, faults, refresh };
}

describe('the vote of the relay', () => {
  test('REL-80 two terminals ask over their links: one gets the vote, the other hears who has it', async () => {
    const relay = await world.relay();
    const [a, b] = await world.attached(relay, world.storeId(), 'a', 'b');
    const answers = (client: typeof a) => client!.signals.map(({ body }) => decodeLease(body));
    let round = 0;
    // A seat that was just taken waits a lease length before its first vote.
    await until('a has the vote', () => {
      round += 1;
      a!.node.signal('relay', 'lease', encodeLease(ask(1, round)));
      return answers(a).some((answer) => answer?.type === 'grant');
    });
    b!.node.signal('relay', 'lease', encodeLease(ask(2)));
    await until('b is answered', () => answers(b).length > 0);
    expect(answers(a)[0]).toMatchObject({ type: 'deny', holder: null });
    expect(answers(a).at(-1)).toMatchObject({ type: 'grant', epoch: 1 });
    expect(answers(b)[0]).toMatchObject({ type: 'deny', holder: 'a' });
  });

  test('REL-81 a vote that cannot be written is not given', async () => {
    const shared = new SharedVote();
    const clock = { ms: 0 };
    const { say, faults } = seatOn(shared, clock, false);
    clock.ms += 4_001;
    shared.failing = true;
    expect(await say('a', ask(1))).toBeUndefined();
    expect(faults).toHaveLength(1);
    shared.failing = false;
    clock.ms += 5_000;
    expect(await say('b', ask(1))).toBe('grant');
  });

  test('REL-82 at first and after a restart it waits a lease length before it votes for anybody else', async () => {
    const shared = new SharedVote();
    const clock = { ms: 0 };
    const first = seatOn(shared, clock, false);
    expect(await first.say('a', ask(1))).toBe('deny');
    clock.ms += 4_001;
    expect(await first.say('a', ask(1))).toBe('grant');
    const { say } = seatOn(shared, clock, false);
    expect(await say('b', ask(2))).toBe('deny');
    clock.ms += 4_001;
    expect(await say('b', ask(2))).toBe('grant');
  });

  test('REL-83 of two instances only the one that wrote the vote last may grant', async () => {
    const shared = new SharedVote();
    const clock = { ms: 0 };
    const one = seatOn(shared, clock, true);
    expect(await one.say('a', ask(1))).toBe('deny');
    clock.ms += 4_001;
    expect(await one.say('a', ask(1))).toBe('grant');
    const two = seatOn(shared, clock, true);
    expect(await two.say('b', ask(2))).toBe('deny');
    // The renewal at the first must fail: the second has begun to wait out its promise.
    expect(await one.say('a', ask(1, 2))).toBeUndefined();
    clock.ms += 4_001;
    expect(await two.say('b', ask(2, 2))).toBe('grant');
    expect(await one.say('a', ask(1, 3))).not.toBe('grant');
  });
});
