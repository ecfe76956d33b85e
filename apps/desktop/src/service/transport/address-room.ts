/** How many of something there may be in all, and from one address. */
export interface RoomLimits {
  readonly total: number;
  readonly perAddress: number;
}

/** Counts what is open by address, so that one caller cannot take the room of all others. */
export class AddressRoom {
  readonly #limits: RoomLimits;
  readonly #open = new Map<string, number>();
  #total = 0;

  constructor(limits: RoomLimits) {
    this.#limits = limits;
  }

  /** A function that gives the place back, once; null when there is none. */
  enter(address: string): (() => void) | null {
    const here = this.#open.get(address) ?? 0;
    if (this.#total >= this.#limits.total || here >= this.#limits.perAddress) return null;
    this.#open.set(address, here + 1);
    this.#total += 1;
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      this.#total -= 1;
      const left = (this.#open.get(address) ?? 1) - 1;
      if (left === 0) this.#open.delete(address);
      else this.#open.set(address, left);
    };
  }
}
