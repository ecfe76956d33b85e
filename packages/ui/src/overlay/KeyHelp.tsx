import { useMemo, useState, useSyncExternalStore } from 'react';
import { Kbd } from '../controls/Kbd.tsx';
import { useKeyboard } from '../keyboard/KeyboardProvider.tsx';
import type { Scope, Shortcut } from '../keyboard/registry.ts';
import { useShortcut } from '../keyboard/use-shortcut.ts';
import { useText } from '../text/TextProvider.tsx';
import { Dialog } from './Dialog.tsx';

/** The `?` overlay: every key that works at this moment, by where it holds. */
export function KeyHelp() {
  const t = useText();
  const [shown, setShown] = useState<readonly Shortcut[] | null>(null);
  const { registry } = useKeyboard();
  useShortcut('?', t('ui.help.title'), () => setShown(registry.list()), { scope: 'global' });
  const groups = useMemo(() => grouped(shown ?? []), [shown]);
  const names: Record<Scope, string> = {
    dialog: t('ui.help.dialog'),
    screen: t('ui.help.screen'),
    global: t('ui.help.global'),
  };
  return (
    <Dialog title={t('ui.help.title')} isOpen={shown !== null} onClose={() => setShown(null)} size="wide">
      <div className="key-help">
        {groups.map(([scope, shortcuts]) => (
          <section key={scope}>
            <h3 className="cap">{names[scope]}</h3>
            <ul>
              {shortcuts.map((shortcut) => (
                <li key={shortcut.keys}>
                  <span>{shortcut.label}</span>
                  <Kbd keys={shortcut.keys} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function grouped(shortcuts: readonly Shortcut[]): readonly (readonly [Scope, readonly Shortcut[]])[] {
  const scopes: readonly Scope[] = ['dialog', 'screen', 'global'];
  return scopes
    .map((scope) => [scope, shortcuts.filter((one) => one.scope === scope && one.label !== '').toReversed()] as const)
    .filter(([, list]) => list.length > 0);
}

/** The keys of this moment, for places that list them beside the work. */
export function useActiveShortcuts(): readonly Shortcut[] {
  const { registry } = useKeyboard();
  const snapshot = useSyncExternalStore(
    (listener) => registry.subscribe(listener),
    () => JSON.stringify(registry.list().map((shortcut) => shortcut.keys)),
  );
  return useMemo(() => (snapshot ? registry.list() : []), [registry, snapshot]);
}
