import type { Ask, FromService, ToService } from './service-protocol.ts';

/** The service's process, as `utilityProcess.fork` gives it. `P` is the type of a message port. */
export interface ServiceProcess<P> {
  postMessage(message: ToService, transfer?: P[]): void;
  kill(): boolean;
  on(event: 'message', listener: (message: FromService) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

export interface ServiceHostParts<P> {
  fork(): ServiceProcess<P>;
  answer(ask: Ask): Promise<unknown>;
  /** Runs `work` later; the answer cancels it. */
  after(ms: number, work: () => void): () => void;
  nowMs(): number;
}

export type ServiceState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  /** It went away without being asked and comes back by itself. */
  | { readonly kind: 'restarting'; readonly code: number }
  /** A person must do something first; the service said what. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'given-up'; readonly code: number }
  | { readonly kind: 'stopped' };

/** A pause before each new start; more exits than this within the window and it is left to a person. */
const restartPausesMs = [250, 1_000, 4_000];
const exitWindowMs = 60_000;
/** How long a service may take to finish what it is answering before it is killed; the ledger loses nothing then. */
const stopMsMax = 10_000;

/**
 * Keeps one service alive. A crash costs a restart of that process, never the window; a service that cannot stay up
 * is not started for ever. Ports that arrive while it is down wait for it.
 */
export class ServiceHost<P> {
  readonly #parts: ServiceHostParts<P>;
  readonly #listeners: ((state: ServiceState) => void)[] = [];
  #state: ServiceState = { kind: 'stopped' };
  #process: ServiceProcess<P> | null = null;
  #waitingPorts: P[] = [];
  #exitTimes: number[] = [];
  #cancelPause: () => void = () => undefined;
  #onStopped: (() => void) | null = null;

  constructor(parts: ServiceHostParts<P>) {
    this.#parts = parts;
  }

  get state(): ServiceState {
    return this.#state;
  }

  onState(listener: (state: ServiceState) => void): void {
    this.#listeners.push(listener);
  }

  /** Does nothing while one is running or about to. */
  start(): void {
    if (this.#state.kind === 'starting' || this.#state.kind === 'ready' || this.#state.kind === 'restarting') return;
    this.#exitTimes = [];
    this.#fork();
  }

  /** Gives a window its channel, now or as soon as the service is there. */
  connectWindow(port: P): void {
    if (this.#state.kind === 'ready') this.#process?.postMessage({ kind: 'window-port' }, [port]);
    else this.#waitingPorts.push(port);
  }

  /** Resolves when the process is gone. */
  stop(): Promise<void> {
    this.#cancelPause();
    const process = this.#process;
    if (!process) {
      this.#become({ kind: 'stopped' });
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const cancelKill = this.#parts.after(stopMsMax, () => process.kill());
      this.#onStopped = () => {
        cancelKill();
        resolve();
      };
      process.postMessage({ kind: 'stop' });
    });
  }

  #fork(): void {
    this.#become({ kind: 'starting' });
    const process = this.#parts.fork();
    this.#process = process;
    process.on('message', (message) => {
      if (process === this.#process) this.#receive(process, message);
    });
    process.on('exit', (code) => {
      if (process === this.#process) this.#exited(code);
    });
  }

  #receive(process: ServiceProcess<P>, message: FromService): void {
    switch (message.kind) {
      case 'ready':
        this.#become({ kind: 'ready' });
        for (const port of this.#waitingPorts.splice(0)) this.connectWindow(port);
        return;
      case 'refused':
        this.#become({ kind: 'refused', message: message.message });
        process.kill();
        return;
      case 'ask':
        void this.#answer(process, message.id, message.ask);
        return;
    }
  }

  async #answer(process: ServiceProcess<P>, id: number, ask: Ask): Promise<void> {
    const reply = await this.#parts.answer(ask).then(
      (value): ToService => ({ kind: 'answer', id, value }),
      (error: unknown): ToService => ({
        kind: 'failure',
        id,
        message: error instanceof Error ? error.message : 'failed',
      }),
    );
    if (process === this.#process) process.postMessage(reply);
  }

  #exited(code: number): void {
    this.#process = null;
    if (this.#onStopped) {
      this.#become({ kind: 'stopped' });
      this.#onStopped();
      return;
    }
    if (this.#state.kind === 'refused') return;
    const now = this.#parts.nowMs();
    this.#exitTimes = [...this.#exitTimes.filter((at) => now - at < exitWindowMs), now];
    const pauseMs = restartPausesMs[this.#exitTimes.length - 1];
    if (pauseMs === undefined) {
      this.#become({ kind: 'given-up', code });
      return;
    }
    this.#become({ kind: 'restarting', code });
    this.#cancelPause = this.#parts.after(pauseMs, () => this.#fork());
  }

  #become(state: ServiceState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}
