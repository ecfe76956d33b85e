import type { ClientLink } from '@orpc/client';

/** What travels with a call besides its input. */
export interface CallContext {
  /** Made once per user action; a repeated call with it changes nothing and gets the first answer. */
  readonly idempotencyKey?: string;
  /** The call is an endless stream: it is not repeated here, its reader asks again. */
  readonly isStream?: boolean;
}

/** One open channel to the service. */
export interface Connection {
  readonly link: ClientLink<CallContext>;
  readonly isOpen: boolean;
  onClose(listener: () => void): void;
  close(): void;
}

export type LinkState = 'connecting' | 'online' | 'reconnecting';

/** The service could not be reached in time. Whether a command was done is not known; trying again is safe. */
export class ConnectionLostError extends Error {
  constructor() {
    super('The service of this terminal did not answer');
    this.name = 'ConnectionLostError';
  }
}

export interface Timing {
  nowMs(): number;
  wait(ms: number): Promise<void>;
}

const backoffMs = [100, 250, 500, 1000, 2000, 4000];
const patienceMs = 20_000;

/**
 * A link that outlives its channel: it opens a new one when the old one breaks, and repeats the calls that were under
 * way. That is safe because reads change nothing and every command carries an idempotency key.
 */
export class ResilientLink implements ClientLink<CallContext> {
  readonly #open: () => Promise<Connection>;
  readonly #timing: Timing;
  readonly #listeners = new Set<() => void>();
  #current: Promise<Connection> | null = null;
  #connection: Connection | null = null;
  #state: LinkState = 'connecting';
  #isClosed = false;

  constructor(open: () => Promise<Connection>, timing: Timing) {
    this.#open = open;
    this.#timing = timing;
  }

  get state(): LinkState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly call: ClientLink<CallContext>['call'] = async (path, input, options) => {
    const deadline = this.#timing.nowMs() + patienceMs;
    for (;;) {
      const connection = await this.#ready(deadline, options.signal);
      try {
        return await connection.link.call(path, input, options);
      } catch (error) {
        if (connection.isOpen || options.signal?.aborted || options.context.isStream) throw error;
        if (this.#timing.nowMs() >= deadline) throw new ConnectionLostError();
      }
    }
  };

  async #ready(deadline: number, signal: AbortSignal | undefined): Promise<Connection> {
    if (this.#connection?.isOpen) return this.#connection;
    this.#current ??= this.#connect();
    const left = Math.max(0, deadline - this.#timing.nowMs());
    const late = this.#timing.wait(left).then(() => null);
    const stopped = new Promise<null>((resolve) =>
      signal?.addEventListener('abort', () => resolve(null), { once: true }),
    );
    const connection = await Promise.race([this.#current, late, stopped]);
    if (signal?.aborted) throw signal.reason;
    if (!connection) throw new ConnectionLostError();
    return connection;
  }

  async #connect(): Promise<Connection> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const connection = await this.#open();
        connection.onClose(() => this.#lost());
        if (!connection.isOpen) throw new ConnectionLostError();
        this.#connection = connection;
        this.#set('online');
        return connection;
      } catch {
        if (this.#isClosed) throw new ConnectionLostError();
        if (this.#state === 'online') this.#set('reconnecting');
        if (attempt > 2 && this.#state === 'connecting') this.#set('reconnecting');
        await this.#timing.wait(backoffMs[Math.min(attempt, backoffMs.length - 1)] ?? 0);
      }
    }
  }

  /** For good: nothing is opened again. */
  close(): void {
    this.#isClosed = true;
    this.#connection?.close();
  }

  #lost(): void {
    if (this.#isClosed) return;
    this.#set('reconnecting');
    this.#current = this.#connect();
  }

  #set(state: LinkState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
