import { belongsToTyping, type Chord, matches, type Press, parseKeys } from './keys.ts';

/** Where a shortcut holds. A dialog hides the screen's keys; only those marked `always` still work below it. */
export type Scope = 'global' | 'screen' | 'dialog';

export interface Shortcut {
  readonly keys: string;
  readonly label: string;
  readonly scope: Scope;
  readonly run: () => void;
  /** Also while a field has the focus, though the key belongs to typing. */
  readonly whileTyping?: boolean;
  /** Also while a dialog is open. */
  readonly always?: boolean;
  /** Works, but is not listed in the help. */
  readonly hidden?: boolean;
}

export type Outcome =
  | { readonly kind: 'run'; readonly shortcut: Shortcut }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'none' };

interface Entry {
  readonly shortcut: Shortcut;
  readonly chords: readonly Chord[];
}

const sequenceMsMax = 900;
const scopeRank: Record<Scope, number> = { dialog: 0, screen: 1, global: 2 };

/** Which key does what, here and now. Pure: the provider feeds it key presses and times. */
export class ShortcutRegistry {
  readonly #isMac: boolean;
  #entries: readonly Entry[] = [];
  #listeners = new Set<() => void>();
  #dialogs = 0;
  #first: { chord: string; at: number } | null = null;

  constructor(options: { isMac: boolean }) {
    this.#isMac = options.isMac;
  }

  add(shortcut: Shortcut): () => void {
    const entry = { shortcut, chords: parseKeys(shortcut.keys) };
    this.#entries = [entry, ...this.#entries];
    this.#changed();
    return () => {
      this.#entries = this.#entries.filter((other) => other !== entry);
      this.#changed();
    };
  }

  /** While a dialog is open the keys of the screen behind it rest. */
  openDialog(): () => void {
    this.#dialogs += 1;
    this.#changed();
    return () => {
      this.#dialogs -= 1;
      this.#changed();
    };
  }

  press(press: Press, context: { typing: boolean; at: number }): Outcome {
    const first = this.#first && context.at - this.#first.at <= sequenceMsMax ? this.#first.chord : null;
    this.#first = null;
    const usable = this.#active().filter(
      ({ shortcut, chords: [one] }) => one && !(context.typing && !shortcut.whileTyping && belongsToTyping(one)),
    );
    const hit = (chord: Chord | undefined) => chord !== undefined && matches(chord, press, this.#isMac);
    // The second key of a pair belongs to the pair, even where it means something alone.
    const pair = usable.find(({ chords: [one, two] }) => first !== null && one?.key === first && hit(two));
    if (pair) return { kind: 'run', shortcut: pair.shortcut };
    const single = usable.find(({ chords: [one, two] }) => !two && hit(one));
    if (single) return { kind: 'run', shortcut: single.shortcut };
    const waiting = usable.some(({ chords: [one, two] }) => two && hit(one));
    if (!waiting) return { kind: 'none' };
    this.#first = { chord: press.key.length === 1 ? press.key.toLowerCase() : press.key, at: context.at };
    return { kind: 'waiting' };
  }

  /** What the help overlay shows: what would run now, once per key, nearest scope first. */
  list(): readonly Shortcut[] {
    const seen = new Set<string>();
    return this.#active()
      .map((entry) => entry.shortcut)
      .filter((shortcut) => {
        if (shortcut.hidden || seen.has(shortcut.keys)) return false;
        seen.add(shortcut.keys);
        return true;
      });
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #active(): readonly Entry[] {
    const open = this.#dialogs > 0;
    return this.#entries
      .filter(({ shortcut }) => !open || shortcut.scope === 'dialog' || shortcut.always)
      .toSorted((a, b) => scopeRank[a.shortcut.scope] - scopeRank[b.shortcut.scope]);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
