/**
 * What somebody has typed and not yet sent. It survives a reload, a restart of the service and a change of user; it
 * belongs to the user who typed it, lives in sessionStorage only, and is gone at sign-out.
 */
export class DraftStore {
  readonly #storage: Storage;
  /** Drafts too large for the storage: kept until the window closes. */
  readonly #memory = new Map<string, string>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  read(userId: string, name: string): unknown {
    const key = keyOf(userId, name);
    const text = this.#memory.get(key) ?? this.#storage.getItem(key);
    if (text === null) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      this.#storage.removeItem(key);
      return undefined;
    }
  }

  /** False when it could only be kept in memory, so that a reload would lose it. */
  write(userId: string, name: string, value: unknown): boolean {
    const key = keyOf(userId, name);
    const text = JSON.stringify(value);
    try {
      this.#storage.setItem(key, text);
      this.#memory.delete(key);
      return true;
    } catch {
      this.#storage.removeItem(key);
      this.#memory.set(key, text);
      return false;
    }
  }

  remove(userId: string, name: string): void {
    const key = keyOf(userId, name);
    this.#memory.delete(key);
    this.#storage.removeItem(key);
  }

  names(userId: string): readonly string[] {
    const start = keyOf(userId, '');
    const stored = Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index) ?? '');
    return [...new Set([...stored, ...this.#memory.keys()])]
      .filter((key) => key.startsWith(start))
      .map((key) => key.slice(start.length));
  }

  /** At sign-out. */
  clear(userId: string): void {
    for (const name of this.names(userId)) this.remove(userId, name);
  }
}

function keyOf(userId: string, name: string): string {
  return `apotheca.draft/${userId}/${name}`;
}
