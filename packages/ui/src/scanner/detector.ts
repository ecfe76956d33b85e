/**
 * Tells a barcode scanner from a person. A scanner is a keyboard that types a whole code within a few milliseconds a
 * character and ends with Enter or Tab; nobody types six characters at that pace. The detector only watches: what to do
 * with the characters already in a field is the listener's business. GS (the separator in GS1 codes) reaches a browser
 * in several disguises, see `characterOf`.
 */
export interface ScanKey {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly repeat: boolean;
  /** Milliseconds of the key itself (`event.timeStamp`), not of its handling: a busy page must not look like a scan. */
  readonly timeStamp: number;
}

export interface ScanSettings {
  /** Longest pause between two characters of one scan. */
  readonly gapMsMax: number;
  readonly lengthMin: number;
  /** A character the scanner is set to send first; with it the pace does not matter. */
  readonly prefix: string | null;
}

export const defaultScanSettings: ScanSettings = { gapMsMax: 35, lengthMin: 6, prefix: null };

export type ScanStep =
  /** Not (or no longer) part of a burst. */
  | { readonly kind: 'idle' }
  /** The first character of what may become a scan. */
  | { readonly kind: 'first' }
  /** One more at scanner pace. */
  | { readonly kind: 'more'; readonly length: number }
  | { readonly kind: 'scan'; readonly text: string };

export const groupSeparator = '\u001d';
const prefixedMsMax = 1500;
const silentKeys = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'CapsLock', 'NumLock', 'Meta']);

export class ScanDetector {
  readonly #settings: ScanSettings;
  #text = '';
  #lastAt = Number.NEGATIVE_INFINITY;
  #prefixed = false;
  #altDigits = '';

  constructor(settings: ScanSettings = defaultScanSettings) {
    this.#settings = settings;
  }

  feed(press: ScanKey): ScanStep {
    if (silentKeys.has(press.key)) return this.#step();
    if (press.altKey && /^Numpad\d$/.test(press.code)) {
      this.#altDigits += press.code.slice(6);
      this.#lastAt = press.timeStamp;
      return this.#step();
    }
    const gapMsMax = this.#prefixed ? prefixedMsMax : this.#settings.gapMsMax;
    const isQuick = press.timeStamp - this.#lastAt <= gapMsMax;
    if (!isQuick || press.repeat) this.#reset();
    this.#flushAlt();
    if (press.key === 'Enter' || press.key === 'Tab') return this.#finish();
    const character = characterOf(press);
    if (character === null) {
      this.#reset();
      return { kind: 'idle' };
    }
    this.#lastAt = press.timeStamp;
    if (this.#settings.prefix !== null && character === this.#settings.prefix) {
      this.#reset();
      this.#lastAt = press.timeStamp;
      this.#prefixed = true;
      return { kind: 'first' };
    }
    this.#text += character;
    return this.#step();
  }

  #step(): ScanStep {
    const length = this.#text.length;
    if (length === 0) return { kind: 'idle' };
    return length === 1 && !this.#prefixed ? { kind: 'first' } : { kind: 'more', length };
  }

  #finish(): ScanStep {
    const text = this.#text;
    const enough = text.length >= (this.#prefixed ? 1 : this.#settings.lengthMin);
    this.#reset();
    return enough ? { kind: 'scan', text } : { kind: 'idle' };
  }

  /** Alt and `0029` on the number pad: how some scanners send a control character on Windows. */
  #flushAlt(): void {
    if (this.#altDigits === '') return;
    const code = Number(this.#altDigits);
    this.#altDigits = '';
    if (code > 0 && code < 256) this.#text += String.fromCharCode(code);
  }

  #reset(): void {
    this.#text = '';
    this.#prefixed = false;
    this.#lastAt = Number.NEGATIVE_INFINITY;
  }
}

function characterOf(press: ScanKey): string | null {
  if (press.ctrlKey && (press.key === ']' || press.code === 'BracketRight')) return groupSeparator;
  if (press.key === groupSeparator || press.key === 'F8') return groupSeparator;
  if (press.ctrlKey || press.metaKey) return null;
  return [...press.key].length === 1 ? press.key : null;
}

/** Takes off the AIM identifier (`]d2`, `]C1`) that many scanners put in front; a leading GS means FNC1. */
export function cleanScan(text: string): string {
  let code = text.replace(/^\][A-Za-z]\d/, '');
  while (code.startsWith(groupSeparator)) code = code.slice(1);
  return code.trim();
}
