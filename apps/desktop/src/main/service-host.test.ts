import { describe, expect, test } from 'vitest';
import { ServiceHost, type ServiceProcess, type ServiceState } from './service-host.ts';
import type { Ask, FromService, ToService } from './service-protocol.ts';

/** A service process that does what a test tells it. */
class ProcessDouble implements ServiceProcess<string> {
  readonly sent: { message: ToService; ports: string[] }[] = [];
  killed = 0;
  #message: (message: FromService) => void = () => undefined;
  #exit: (code: number) => void = () => undefined;
  postMessage(message: ToService, transfer: string[] = []): void {
    this.sent.push({ message, ports: transfer });
  }
  kill(): boolean {
    this.killed += 1;
    return true;
  }
  on(event: 'message' | 'exit', listener: ((message: FromService) => void) & ((code: number) => void)): void {
    if (event === 'message') this.#message = listener;
    else this.#exit = listener;
  }
  say(message: FromService): void {
    this.#message(message);
  }
  exit(code: number): void {
    this.#exit(code);
  }
}

/** A clock with timers that run when a test lets time pass. */
class Timers {
  nowMs = 0;
  #pending: { at: number; work: () => void }[] = [];
  after = (ms: number, work: () => void): (() => void) => {
    const timer = { at: this.nowMs + ms, work };
    this.#pending.push(timer);
    return () => {
      this.#pending = this.#pending.filter((other) => other !== timer);
    };
  };
  pass(ms: number): void {
    const until = this.nowMs + ms;
    for (;;) {
      const next = this.#pending.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.nowMs = next.at;
      this.#pending = this.#pending.filter((other) => other !== next);
      next.work();
    }
    this.nowMs = until;
  }
}

function setUp(answer: (ask: Ask) => Promise<unknown> = () => Promise.resolve('yes')) {
  const timers = new Timers();
  const processes: ProcessDouble[] = [];
  const states: ServiceState['kind'][] = [];
  const host = new ServiceHost<string>({
    fork: () => {
      const process = new ProcessDouble();
      processes.push(process);
      return process;
    },
    answer,
    after: timers.after,
    nowMs: () => timers.nowMs,
  });
  host.onState((state) => states.push(state.kind));
  return { host, timers, processes, states, last: () => processes.at(-1)! };
}

describe('service host', () => {
  test('SHELL-9 a crash is answered with a start after 0.25, 1 and 4 seconds, then left to a person', () => {
    const { host, timers, processes, states, last } = setUp();
    host.start();
    const pauses: number[] = [];
    for (let crash = 0; crash < 3; crash += 1) {
      last().say({ kind: 'ready', url: null });
      last().exit(11);
      const count = processes.length;
      let waited = 0;
      while (processes.length === count) {
        timers.pass(50);
        waited += 50;
      }
      pauses.push(waited);
    }
    expect(pauses).toEqual([250, 1_000, 4_000]);
    last().exit(11);
    timers.pass(120_000);
    expect(processes).toHaveLength(4);
    expect(host.state).toEqual({ kind: 'given-up', code: 11 });
    expect(states.filter((kind) => kind === 'restarting')).toHaveLength(3);
    host.start();
    expect(processes).toHaveLength(5);
  });

  test('SHELL-9 crashes that lie far apart are not counted together', () => {
    const { host, timers, processes, last } = setUp();
    host.start();
    for (let crash = 0; crash < 10; crash += 1) {
      last().exit(1);
      timers.pass(61_000);
    }
    expect(processes).toHaveLength(11);
  });

  test('SHELL-9 starting twice gives one service', () => {
    const { host, processes, last } = setUp();
    host.start();
    host.start();
    last().say({ kind: 'ready', url: null });
    host.start();
    last().exit(1);
    host.start();
    expect(processes).toHaveLength(1);
  });

  test('SHELL-11 a refusal is kept for the screen and nothing is started until a person says so', () => {
    const { host, timers, processes, last } = setUp();
    host.start();
    last().say({ kind: 'refused', message: 'keys.json is missing. Put it back.' });
    expect(last().killed).toBe(1);
    last().exit(1);
    timers.pass(120_000);
    expect(processes).toHaveLength(1);
    expect(host.state).toEqual({ kind: 'refused', message: 'keys.json is missing. Put it back.' });
    host.start();
    expect(processes).toHaveLength(2);
    expect(host.state.kind).toBe('starting');
  });

  test('SHELL-12 stopping asks, waits, and kills after ten seconds', async () => {
    const { host, timers, last } = setUp();
    host.start();
    last().say({ kind: 'ready', url: null });
    let isDone = false;
    const stopped = host.stop().then(() => (isDone = true));
    expect(last().sent.at(-1)?.message).toEqual({ kind: 'stop' });
    timers.pass(9_999);
    expect([isDone, last().killed]).toEqual([false, 0]);
    timers.pass(1);
    expect(last().killed).toBe(1);
    last().exit(0);
    await stopped;
    timers.pass(60_000);
    expect(host.state.kind).toBe('stopped');
  });

  test('SHELL-12 stopping during the pause before a restart starts nothing more', async () => {
    const { host, timers, processes, last } = setUp();
    host.start();
    last().exit(1);
    await host.stop();
    timers.pass(60_000);
    expect(processes).toHaveLength(1);
  });

  test('SHELL-15 ports wait for the service, also for the next one', () => {
    const { host, timers, last } = setUp();
    host.connectWindow('a');
    host.start();
    host.connectWindow('b');
    expect(last().sent).toEqual([]);
    last().say({ kind: 'ready', url: null });
    expect(last().sent.map(({ ports }) => ports)).toEqual([['a'], ['b']]);
    last().exit(1);
    host.connectWindow('c');
    timers.pass(250);
    last().say({ kind: 'ready', url: null });
    expect(last().sent).toEqual([{ message: { kind: 'window-port' }, ports: ['c'] }]);
  });

  test('SHELL-14 questions are answered under their id, failures too', async () => {
    const { host, last } = setUp(async (ask) => {
      if (ask.what === 'printers') throw new Error('no printers');
      return true;
    });
    host.start();
    last().say({ kind: 'ask', id: 7, ask: { what: 'keychain-available' } });
    last().say({ kind: 'ask', id: 8, ask: { what: 'printers' } });
    await expect.poll(() => last().sent.length).toBe(2);
    expect(last().sent.map(({ message }) => message)).toEqual([
      { kind: 'answer', id: 7, value: true },
      { kind: 'failure', id: 8, message: 'no printers' },
    ]);
  });

  test('SHELL-14 an answer for a process that is gone is dropped', async () => {
    let release: (value: unknown) => void = () => undefined;
    const { host, timers, processes, last } = setUp(() => new Promise((resolve) => (release = resolve)));
    host.start();
    last().say({ kind: 'ask', id: 1, ask: { what: 'printers' } });
    last().exit(1);
    timers.pass(250);
    release([]);
    await Promise.resolve();
    await Promise.resolve();
    expect(processes.map(({ sent }) => sent)).toEqual([[], []]);
  });
});
