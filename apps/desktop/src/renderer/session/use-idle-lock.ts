import { useEffect, useRef } from 'react';

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Calls `onIdle` after so many minutes without a key or a touch. A sleeping machine counts as idle. */
export function useIdleLock(minutes: number, onIdle: () => void, isLocked: boolean): void {
  const latest = useRef(onIdle);
  latest.current = onIdle;
  useEffect(() => {
    if (isLocked) return;
    let last = performance.now();
    const touch = () => {
      last = performance.now();
    };
    for (const sign of signs) window.addEventListener(sign, touch, { passive: true, capture: true });
    const timer = setInterval(() => {
      if (performance.now() - last >= minutes * 60_000) latest.current();
    }, 5000);
    return () => {
      clearInterval(timer);
      for (const sign of signs) window.removeEventListener(sign, touch, { capture: true });
    };
  }, [minutes, isLocked]);
}
