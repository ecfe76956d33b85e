import type { Call } from '../../kernel/module.ts';
import type { PasswordHasher } from '../../kernel/ports.ts';
import { RefusalError } from '../../kernel/refusal.ts';

export interface QueueLimits {
  /** At one time: each takes a thread and 19 MB; the other threads of the pool read and write files. */
  readonly running: number;
  /** Callers elsewhere who wait. The own window does not count: it has room of its own. */
  readonly waiting: number;
  readonly waitingPerAddress: number;
}
const usual: QueueLimits = { running: 2, waiting: 64, waitingPerAddress: 8 };
/** A check takes some tens of milliseconds, so a full queue is gone within this. */
const retryAfterSeconds = 3;
const ownWindow = 'own window';

interface Task {
  readonly call: Call;
  run(): Promise<void>;
  giveUp(): void;
}

/**
 * Passwords and PINs are made slow to check on purpose, and anyone may ask for a check: so few run at a time, the
 * addresses take turns, and beyond a short queue callers are told to come back.
 */
export class ProofQueue {
  readonly #hasher: PasswordHasher;
  readonly #limits: QueueLimits;
  /** In the order of whose turn is next. No address stands here with nothing waiting. */
  readonly #waiting = new Map<string, Task[]>();
  #running = 0;

  constructor(hasher: PasswordHasher, limits: QueueLimits = usual) {
    this.#hasher = hasher;
    this.#limits = limits;
  }

  /** Throws `sign-in-busy` when a check would be. Before a failure is counted, since none was made. */
  ensureRoom(call: Call): void {
    const address = addressOf(call);
    const here = this.#waiting.get(address)?.length ?? 0;
    let elsewhere = 0;
    for (const [other, tasks] of this.#waiting) if (other !== ownWindow) elsewhere += tasks.length;
    const isFull = address !== ownWindow && elsewhere >= this.#limits.waiting;
    if (isFull || here >= this.#limits.waitingPerAddress) throw busy();
  }

  verify(call: Call, phc: string, secret: string): Promise<boolean> {
    return this.#enqueue(call, () => this.#hasher.verify(phc, secret));
  }

  hash(call: Call, secret: string): Promise<string> {
    return this.#enqueue(call, () => this.#hasher.hash(secret));
  }

  async #enqueue<R>(call: Call, work: () => Promise<R>): Promise<R> {
    this.ensureRoom(call);
    const done = new Promise<R>((resolve, reject) => {
      const run = () => work().then(resolve, reject);
      const address = addressOf(call);
      const tasks = this.#waiting.get(address);
      const task = { call, run, giveUp: () => reject(busy()) };
      if (tasks) tasks.push(task);
      else this.#waiting.set(address, [task]);
    });
    this.#next();
    return done;
  }

  #next(): void {
    while (this.#running < this.#limits.running) {
      const task = this.#takeTurn();
      if (!task) return;
      // Who went away needs no answer.
      if (task.call.signal.aborted) task.giveUp();
      else {
        this.#running += 1;
        void task.run().finally(() => {
          this.#running -= 1;
          this.#next();
        });
      }
    }
  }

  #takeTurn(): Task | undefined {
    const [first] = this.#waiting;
    if (!first) return undefined;
    const [address, tasks] = first;
    const task = tasks.shift();
    this.#waiting.delete(address);
    if (tasks.length > 0) this.#waiting.set(address, tasks);
    return task;
  }
}

function addressOf(call: Call): string {
  return call.ownWindow ? ownWindow : call.address;
}

function busy(): RefusalError {
  return new RefusalError({ kind: 'sign-in-busy', data: { retryAfterSeconds } });
}
