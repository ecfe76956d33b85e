import { useState, useSyncExternalStore } from 'react';
import { useLocation } from 'react-router';

const storageKey = 'apotheca.rail';
/** Screens that compare two things side by side take the width of the rail's words. */
const wideScreens = /^\/(?:verify|fill|rx|intake|stock|till)(?:\/|$)/;

/** At 200% zoom there is no room for words. */
const smallWindow = window.matchMedia('(max-width: 900px)');

function onSize(listener: () => void): () => void {
  smallWindow.addEventListener('change', listener);
  return () => smallWindow.removeEventListener('change', listener);
}

/** Narrow where the screen needs the room, unless the user chose otherwise with Ctrl B. */
export function useRailWidth(): readonly [isNarrow: boolean, toggle: () => void] {
  const { pathname } = useLocation();
  const [choice, setChoice] = useState(() => localStorage.getItem(storageKey));
  const isSmall = useSyncExternalStore(onSize, () => smallWindow.matches);
  const isNarrow = isSmall || (choice === null ? wideScreens.test(pathname) : choice === 'narrow');
  function toggle() {
    const next = isNarrow ? 'wide' : 'narrow';
    localStorage.setItem(storageKey, next);
    setChoice(next);
  }
  return [isNarrow, toggle];
}
