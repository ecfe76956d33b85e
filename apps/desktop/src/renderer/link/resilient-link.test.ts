import { afterEach, describe, expect, test } from 'vitest';
import {
  type CallContext,
  type Connection,
  ConnectionLostError,
  ResilientLink,
  type Timing,
} from './resilient-link.ts';

/** A service that can be pulled out and put back; it answers with the key and remembers what it was asked. */
class FakeService {
  isUp = true;
  readonly calls: (string | undefined)[] = [];
  breakNext = false;
  refusals = 0;
  #connections: FakeConnection[] = [];

  readonly open = async (): Promise<Connection> => {
    if (!this.isUp) throw new Error('refused');
    const connection = new FakeConnection(this);
    this.#connections.push(connection);
    return connection;
  };
  stop(): void {
    this.isUp = false;
    for (const connection of this.#connections.splice(0)) connection.close();
  }
}

class FakeConnection implements Connection {
  isOpen = true;
  readonly link;
  #listeners: (() => void)[] = [];
  constructor(service: FakeService) {
    this.link = {
      call: async (_path: readonly string[], input: unknown, options: { context: CallContext }) => {
        service.calls.push(options.context.idempotencyKey);
        if (service.breakNext) {
          service.breakNext = false;
          this.close();
          throw new Error('channel closed');
        }
        if (input === 'refuse') throw new Error('refused by a rule');
        return `answer to ${String(input)}`;
      },
    };
  }
  onClose(listener: () => void): void {
    this.#listeners.push(listener);
  }
  close(): void {
    this.isOpen = false;
    for (const listener of this.#listeners) listener();
  }
}

/** Time that only moves when the link pauses before its next attempt. */
function fakeTiming(): Timing {
  let atMs = 0;
  const deadlines: { at: number; resolve: () => void }[] = [];
  return {
    nowMs: () => atMs,
    wait: (ms) =>
      new Promise((resolve) => {
        if (ms > 5000) {
          deadlines.push({ at: atMs + ms, resolve });
          return;
        }
        setTimeout(() => {
          atMs += ms;
          for (const deadline of deadlines) if (deadline.at <= atMs) deadline.resolve();
          resolve();
        }, 0);
      }),
  };
}

const links: ResilientLink[] = [];
function newLink(service: FakeService): ResilientLink {
  const link = new ResilientLink(service.open, fakeTiming());
  links.push(link);
  return link;
}
afterEach(() => {
  for (const link of links.splice(0)) link.close();
});

const command = { context: { idempotencyKey: 'key-1' } };

describe('UI-60 the link to the service', () => {
  test('UI-60 a broken channel is opened again and the call repeated with the same key', async () => {
    const service = new FakeService();
    service.breakNext = true;
    const link = newLink(service);
    expect(await link.call(['fills'], 'a', command)).toBe('answer to a');
    expect(service.calls).toEqual(['key-1', 'key-1']);
    expect(link.state).toBe('online');
  });

  test('UI-60 a refusal is an answer: it is not repeated', async () => {
    const service = new FakeService();
    const link = newLink(service);
    await expect(link.call(['fills'], 'refuse', command)).rejects.toThrow('refused by a rule');
    expect(service.calls).toHaveLength(1);
  });

  test('UI-61 while the service is away the state says so; when it is back the call goes through', async () => {
    const service = new FakeService();
    const link = newLink(service);
    const states: string[] = [];
    link.subscribe(() => states.push(link.state));
    await link.call(['queue'], 'first', { context: {} });
    service.stop();
    const second = link.call(['queue'], 'second', { context: {} });
    setTimeout(() => {
      service.isUp = true;
    }, 5);
    expect(await second).toBe('answer to second');
    expect(states).toEqual(['online', 'reconnecting', 'online']);
  });

  test('UI-61 after twenty seconds the call is given up, with an error that says nothing is known', async () => {
    const service = new FakeService();
    service.isUp = false;
    const link = newLink(service);
    await expect(link.call(['queue'], 'x', command)).rejects.toBeInstanceOf(ConnectionLostError);
  });

  test('UI-60 an endless stream is not repeated by the link', async () => {
    const service = new FakeService();
    service.breakNext = true;
    const link = newLink(service);
    await expect(link.call(['changes'], 'x', { context: { isStream: true } })).rejects.toThrow('channel closed');
    expect(service.calls).toHaveLength(1);
  });

  test('UI-60 a call that is not wanted any more is not repeated', async () => {
    const service = new FakeService();
    service.isUp = false;
    const link = newLink(service);
    const stop = new AbortController();
    const call = link.call(['queue'], 'x', { context: {}, signal: stop.signal });
    stop.abort(new Error('left the screen'));
    await expect(call).rejects.toThrow('left the screen');
  });
});
