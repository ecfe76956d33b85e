/**
 * The idempotency key of one user action. Pressing a button is one action, however often it must be sent: while it is
 * not known what became of it, the same input goes out with the same key. After an answer, a refusal too, the next
 * press is a new action.
 */
export class ActionKey {
  readonly #newKey: () => string;
  #open: { key: string; input: string } | null = null;

  constructor(newKey: () => string) {
    this.#newKey = newKey;
  }

  keyFor(input: unknown): string {
    const text = JSON.stringify(input) ?? '';
    if (this.#open?.input !== text) this.#open = { key: this.#newKey(), input: text };
    return this.#open.key;
  }

  /** There was an answer. */
  settle(): void {
    this.#open = null;
  }
}
