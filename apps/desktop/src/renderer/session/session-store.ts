export interface SessionUser {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

export interface SignedIn {
  readonly token: string;
  readonly user: SessionUser;
  readonly expiresAt: string;
  /** As typed at sign-in: what the fast switch offers. */
  readonly username: string;
}

export interface SessionState {
  readonly signedIn: SignedIn | null;
  readonly isLocked: boolean;
  /** The session ended by itself: the sign-in says so, and drafts are kept. */
  readonly hasEnded: boolean;
}

const storageKey = 'apotheca.session';
const none: SessionState = { signedIn: null, isLocked: false, hasEnded: false };

/** Who is signed in at this window: in memory and in sessionStorage, which dies with the tab. */
export class SessionStore {
  readonly #storage: Storage;
  readonly #listeners = new Set<() => void>();
  #state: SessionState;

  constructor(storage: Storage) {
    this.#storage = storage;
    this.#state = read(storage);
  }

  get state(): SessionState {
    return this.#state;
  }
  get token(): string | null {
    return this.#state.signedIn?.token ?? null;
  }

  start(signedIn: SignedIn): void {
    this.#set({ signedIn, isLocked: false, hasEnded: false });
  }
  lock(): void {
    if (this.#state.signedIn) this.#set({ ...this.#state, isLocked: true });
  }
  unlock(): void {
    this.#set({ ...this.#state, isLocked: false });
  }
  /** Ended by the service (expired, restarted with another key): sign in again, nothing typed is lost. */
  end(): void {
    if (this.#state.signedIn) this.#set({ ...none, hasEnded: true });
  }
  signOut(): void {
    this.#set(none);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #set(state: SessionState): void {
    this.#state = state;
    if (state.signedIn) this.#storage.setItem(storageKey, JSON.stringify(state));
    else this.#storage.removeItem(storageKey);
    for (const listener of this.#listeners) listener();
  }
}

function read(storage: Storage): SessionState {
  const stored = storage.getItem(storageKey);
  if (!stored) return none;
  try {
    const state = JSON.parse(stored) as Partial<SessionState>;
    return state.signedIn?.token
      ? { signedIn: state.signedIn, isLocked: state.isLocked === true, hasEnded: false }
      : none;
  } catch {
    return none;
  }
}

export const sessionStore = new SessionStore(globalThis.sessionStorage ?? memoryStorage());

/** Stands in where there is no browser (unit tests of modules that import this one). */
export function memoryStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    getItem: (key) => items.get(key) ?? null,
    key: (index) => [...items.keys()][index] ?? null,
    removeItem: (key) => void items.delete(key),
    setItem: (key, value) => void items.set(key, value),
  };
}
