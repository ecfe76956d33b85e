import { useKeyboard } from '../keyboard/KeyboardProvider.tsx';
import { showKeys } from '../keyboard/keys.ts';

/** A key as printed beside what it does. Screen readers get it from `aria-keyshortcuts` of the control instead. */
export function Kbd({ keys }: { keys: string }) {
  const { isMac } = useKeyboard();
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: kbd takes no focus
  return <kbd aria-hidden="true">{showKeys(keys, isMac)}</kbd>;
}
