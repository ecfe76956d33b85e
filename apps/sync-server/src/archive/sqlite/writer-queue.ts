import type { Worker } from 'node:worker_threads';
import type { TaskAnswer, WriterAnswer, WriterGroup, WriterTask } from './writer-messages.ts';

/** Under load a commit is for what came in so long: the disk and the thread are asked less often. */
const betweenGroupsMs = 12;

type Done = (answer: TaskAnswer | null) => void;

/**
 * Group commit: what is asked while the writer waits for the disk goes into its next transaction. Answers come in the
 * order of the questions. A transaction that fails is tried task by task, so that one bad task costs itself only.
 */
export class WriterQueue {
  readonly #worker: Worker;
  readonly #onCommit: (commitMs: number) => void;
  readonly #ready: Promise<void>;
  #waiting: { task: WriterTask; done: Done }[] = [];
  #asked: { task: WriterTask; done: Done }[] = [];
  #alone: { task: WriterTask; done: Done }[] = [];
  #isFlushing = false;
  #postedAtMs = 0;
  #idle: (() => void) | null = null;
  #fault: string | null = null;

  constructor(worker: Worker, onCommit: (commitMs: number) => void) {
    this.#worker = worker;
    this.#onCommit = onCommit;
    this.#ready = new Promise((resolve, reject) => {
      worker.on('message', (answer: WriterAnswer) => {
        if (answer.kind === 'ready') resolve();
        else this.#answered(answer);
      });
      worker.on('error', (error) => {
        reject(error);
        this.#lost();
      });
    });
    this.#ready.catch(() => {});
  }

  ready(): Promise<void> {
    return this.#ready;
  }

  /** Null while the disk takes what it is given; else the code of the last failure. */
  get fault(): string | null {
    return this.#fault;
  }

  /** `done` gets null where the disk did not take it. */
  ask(task: WriterTask, done: Done): void {
    if (this.#fault === 'writer-lost') {
      done(null);
      return;
    }
    this.#waiting.push({ task, done });
    this.#schedule();
  }

  /** After this turn of the event loop, so that what arrived together is committed together, and not too often. */
  #schedule(): void {
    if (this.#isFlushing || this.#asked.length > 0) return;
    this.#isFlushing = true;
    const flush = (): void => {
      this.#isFlushing = false;
      this.#next();
    };
    const waitMs = this.#postedAtMs + betweenGroupsMs - performance.now();
    if (waitMs > 0) setTimeout(flush, waitMs);
    else setImmediate(flush);
  }

  #next(): void {
    if (this.#asked.length > 0) return;
    const one = this.#alone.shift();
    this.#asked = one ? [one] : this.#waiting;
    if (!one) this.#waiting = [];
    if (this.#asked.length === 0) {
      this.#idle?.();
      return;
    }
    const group: WriterGroup = { tasks: this.#asked.map(({ task }) => task) };
    this.#postedAtMs = performance.now();
    this.#worker.postMessage(group);
  }

  #answered(answer: Exclude<WriterAnswer, { kind: 'ready' }>): void {
    const asked = this.#asked;
    this.#asked = [];
    if (answer.kind === 'failed' && asked.length > 1) {
      this.#alone = asked;
      this.#next();
      return;
    }
    this.#fault = answer.kind === 'failed' ? answer.code : null;
    if (answer.kind === 'committed') this.#onCommit(answer.commitMs);
    // The disk goes on while this group is answered; what was refused together goes one by one.
    if (this.#alone.length > 0) this.#next();
    else if (this.#waiting.length > 0) this.#schedule();
    else this.#idle?.();
    asked.forEach(({ done }, at) => {
      done(answer.kind === 'committed' ? (answer.answers[at] ?? null) : null);
    });
  }

  #lost(): void {
    this.#fault = 'writer-lost';
    for (const { done } of [...this.#asked, ...this.#alone, ...this.#waiting]) done(null);
    this.#asked = [];
    this.#alone = [];
    this.#waiting = [];
    this.#idle?.();
  }

  /** Ends after everything asked is answered. */
  async close(): Promise<void> {
    if (this.#fault !== 'writer-lost' && (this.#asked.length > 0 || this.#waiting.length > 0)) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    await this.#worker.terminate();
  }
}
