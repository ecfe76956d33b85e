import { createContext, useContext, useEffect, useRef } from 'react';
import { type ScanHandler, useKeyboard } from './KeyboardProvider.tsx';
import type { Scope, Shortcut } from './registry.ts';

/** Where the shortcuts of what is drawn inside hold: `dialog` within a dialog. */
export const ShortcutScope = createContext<Scope>('screen');

export interface ShortcutOptions extends Pick<Shortcut, 'whileTyping' | 'always' | 'hidden'> {
  readonly scope?: Shortcut['scope'];
  readonly isDisabled?: boolean;
}

/** Binds a key while the component is on the screen. The newest `run` is called, so it need not be memoised. */
export function useShortcut(keys: string | undefined, label: string, run: () => void, options: ShortcutOptions = {}) {
  const { registry } = useKeyboard();
  const surrounding = useContext(ShortcutScope);
  const latest = useRef(run);
  latest.current = run;
  const { scope = surrounding, isDisabled = false, whileTyping, always, hidden } = options;
  useEffect(() => {
    if (isDisabled || !keys) return;
    return registry.add({ keys, label, scope, whileTyping, always, hidden, run: () => latest.current() });
  }, [registry, keys, label, scope, isDisabled, whileTyping, always, hidden]);
}

/** Receives scans while the component is on the screen; return false to leave one to the screen behind. */
export function useScan(handler: ScanHandler, options: { isDisabled?: boolean; isLast?: boolean } = {}) {
  const { addScanHandler } = useKeyboard();
  const latest = useRef(handler);
  latest.current = handler;
  const { isDisabled = false, isLast = false } = options;
  useEffect(() => {
    if (isDisabled) return;
    return addScanHandler((text) => latest.current(text), isLast);
  }, [addScanHandler, isDisabled, isLast]);
}
