/** One key press, as far as shortcuts care. `KeyboardEvent` fits. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

export interface Chord {
  readonly key: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** `Ctrl+K`, `Shift+F12`, `/`, `R R` (one after the other). `Ctrl` is the command key on a Mac. */
export function parseKeys(keys: string): readonly Chord[] {
  return keys.split(' ').map((part) => {
    const names = part === '+' ? ['+'] : part.split('+');
    const key = names.at(-1) ?? '';
    const has = (name: string) => names.slice(0, -1).includes(name);
    return { key: normalKey(key), ctrl: has('Ctrl'), alt: has('Alt'), shift: has('Shift') };
  });
}

function normalKey(key: string): string {
  if (key === 'Space') return ' ';
  return key.length === 1 ? key.toLowerCase() : key;
}

/** Signs such as `?` and `/` sit on different keys in different layouts: for them Shift does not count. */
function isSign(key: string): boolean {
  return key.length === 1 && !/[a-z0-9 ]/i.test(key);
}

export function matches(chord: Chord, press: Press, isMac: boolean): boolean {
  const ctrl = isMac ? press.metaKey : press.ctrlKey;
  const other = isMac ? press.ctrlKey : press.metaKey;
  if (normalKey(press.key) !== chord.key || ctrl !== chord.ctrl || press.altKey !== chord.alt || other) return false;
  return isSign(chord.key) || press.shiftKey === chord.shift;
}

/** Letters, digits and signs belong to the field that has the focus; so do the keys that move in it. */
export function belongsToTyping(chord: Chord): boolean {
  if (chord.ctrl || chord.alt) return false;
  return !/^F\d{1,2}$/.test(chord.key) && chord.key !== 'Escape';
}

/** How a shortcut is written beside its button. */
export function showKeys(keys: string, isMac: boolean): string {
  const names: Record<string, string> = {
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    Escape: 'Esc',
    Ctrl: isMac ? '⌘' : 'Ctrl',
    Alt: isMac ? '⌥' : 'Alt',
  };
  return keys
    .split(' ')
    .map((part) => (part === '+' ? ['+'] : part.split('+')).map((name) => names[name] ?? name).join(' '))
    .join(' ');
}
