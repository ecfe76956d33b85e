/** What may be sent: never more than the window that the receiver stated, less what it has not given back. */
export class SendWindow {
  readonly #window: number;
  #outstanding = 0;

  constructor(windowBytes: number) {
    this.#window = windowBytes;
  }

  /** Something larger than the whole window may go when nothing else is on the way. */
  admits(bytes: number): boolean {
    return this.#outstanding === 0 || this.#outstanding + bytes <= this.#window;
  }

  get free(): number {
    return Math.max(0, this.#window - this.#outstanding);
  }

  sent(bytes: number): void {
    this.#outstanding += bytes;
  }

  /** False when more is given back than was taken: the other end miscounts. */
  returned(bytes: number): boolean {
    this.#outstanding -= bytes;
    return this.#outstanding >= 0;
  }
}

/** The other side of the same account: what was received and is not durable yet. */
export class ReceiveWindow {
  readonly #window: number;
  #outstanding = 0;
  #settled = 0;

  constructor(windowBytes: number) {
    this.#window = windowBytes;
  }

  get outstanding(): number {
    return this.#outstanding;
  }

  /** False when the sender had no credit for it. */
  received(bytes: number): boolean {
    const isCovered = this.#outstanding === 0 || this.#outstanding + bytes <= this.#window;
    this.#outstanding += bytes;
    return isCovered;
  }

  /** Durable or thrown away: may be given back. */
  settle(bytes: number): void {
    this.#settled += bytes;
  }

  /** So much waits to be given back that the sender may run short. */
  get owesMuch(): boolean {
    return this.#settled * 4 >= this.#window;
  }

  get owes(): boolean {
    return this.#settled > 0;
  }

  /** What to say in CREDIT now; 0 for nothing. */
  giveBack(): number {
    const bytes = this.#settled;
    this.#settled = 0;
    this.#outstanding -= bytes;
    return bytes;
  }
}

/** So many at once, so many a second. */
export class Bucket {
  readonly #burst: number;
  readonly #perSecond: number;
  #level: number;
  #atMs = 0;

  constructor(burst: number, perSecond: number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#level = burst;
  }

  take(elapsedMs: number): boolean {
    this.#level = Math.min(this.#burst, this.#level + ((elapsedMs - this.#atMs) * this.#perSecond) / 1_000);
    this.#atMs = elapsedMs;
    if (this.#level < 1) return false;
    this.#level -= 1;
    return true;
  }
}
