import { useState } from 'react';

/** Which option of a list the keyboard stands on. It stays on the same option while the list changes under it. */
export function useListCursor(keys: readonly string[], options: { startAtFirst: boolean }) {
  const [current, setCurrent] = useState<string | null>(null);
  const found = current === null ? -1 : keys.indexOf(current);
  const index = found >= 0 ? found : options.startAtFirst && keys.length > 0 ? 0 : -1;

  function move(step: number) {
    if (keys.length === 0) return;
    const from = index < 0 && step < 0 ? keys.length : index;
    const next = Math.max(0, Math.min(keys.length - 1, from + step));
    setCurrent(keys[next] ?? null);
  }

  /** Handles the moving keys; true when it did. */
  function onKey(key: string): boolean {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = steps[key];
    if (step === undefined) return false;
    move(step);
    return true;
  }

  return { index, key: keys[index] ?? null, isChosen: found >= 0, setKey: setCurrent, move, onKey };
}
