export interface DoorLimits {
  /** Connections whose other end is not proven yet, in all and from one address. */
  readonly halfOpenMax: number;
  readonly halfOpenOfAddressMax: number;
  /** Connections from one address in one go, and then a second. */
  readonly burst: number;
  readonly perSecond: number;
}

export const doorLimits: DoorLimits = { halfOpenMax: 64, halfOpenOfAddressMax: 16, burst: 60, perSecond: 4 };

/** Addresses remembered for their rate; the one longest quiet is forgotten. */
const addressesMax = 1_024;

interface Visitor {
  halfOpen: number;
  tokens: number;
  atMs: number;
}

/** Who may knock at the sync port: few strangers at once, and not too fast from one address. */
export class Doorkeeper {
  readonly #limits: DoorLimits;
  readonly #visitors = new Map<string, Visitor>();
  #halfOpen = 0;

  constructor(limits: DoorLimits = doorLimits) {
    this.#limits = limits;
  }

  get halfOpen(): number {
    return this.#halfOpen;
  }

  /** True lets a connection in as half open; `leave` must follow once. */
  enter(address: string, nowMs: number): boolean {
    const { halfOpenMax, halfOpenOfAddressMax, burst } = this.#limits;
    const visitor = this.#visitor(address, nowMs);
    if (this.#halfOpen >= halfOpenMax || visitor.halfOpen >= halfOpenOfAddressMax || visitor.tokens < 1) return false;
    visitor.tokens = Math.min(burst, visitor.tokens) - 1;
    visitor.halfOpen += 1;
    this.#halfOpen += 1;
    return true;
  }

  /** The connection is proven, or gone. */
  leave(address: string): void {
    const visitor = this.#visitors.get(address);
    if (!visitor || visitor.halfOpen === 0) return;
    visitor.halfOpen -= 1;
    this.#halfOpen -= 1;
  }

  #visitor(address: string, nowMs: number): Visitor {
    const { burst, perSecond } = this.#limits;
    const known = this.#visitors.get(address);
    const visitor = known ?? { halfOpen: 0, tokens: burst, atMs: nowMs };
    visitor.tokens = Math.min(burst, visitor.tokens + (Math.max(0, nowMs - visitor.atMs) / 1000) * perSecond);
    visitor.atMs = nowMs;
    this.#visitors.delete(address);
    this.#visitors.set(address, visitor);
    if (this.#visitors.size > addressesMax) this.#forgetOne();
    return visitor;
  }

  #forgetOne(): void {
    for (const [address, visitor] of this.#visitors) {
      if (visitor.halfOpen > 0) continue;
      this.#visitors.delete(address);
      return;
    }
  }
}
