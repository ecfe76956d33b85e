/** Never a modal on a modal: a dialog that opens while another is open waits until that one is closed (UI-50). */
export class DialogQueue {
  #waiting: readonly symbol[] = [];
  readonly #listeners = new Set<() => void>();

  enter(dialog: symbol): () => void {
    this.#waiting = [...this.#waiting, dialog];
    this.#changed();
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== dialog);
      this.#changed();
    };
  }

  /** The one that may be on the screen. */
  get current(): symbol | null {
    return this.#waiting[0] ?? null;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
