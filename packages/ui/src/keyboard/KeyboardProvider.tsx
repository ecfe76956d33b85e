import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';
import { cleanScan, defaultScanSettings, ScanDetector, type ScanSettings } from '../scanner/detector.ts';
import { type FieldMemory, rememberField, restoreField, wantsScanAsText } from '../scanner/field-memory.ts';
import { type Shortcut, ShortcutRegistry } from './registry.ts';

/** Says whether it took the scan; the newest listener is asked first. */
export type ScanHandler = (text: string) => boolean;

interface Keyboard {
  readonly registry: ShortcutRegistry;
  /** `isLast`: asked only after all others, however late it comes. */
  addScanHandler(handler: ScanHandler, isLast: boolean): () => void;
  readonly isMac: boolean;
}

const KeyboardContext = createContext<Keyboard | null>(null);

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

export function useKeyboard(): Keyboard {
  const keyboard = useContext(KeyboardContext);
  if (!keyboard) throw new Error('KeyboardProvider is missing above this component');
  return keyboard;
}

/** Listens once for the whole window: scans first, then shortcuts. */
export function KeyboardProvider({
  children,
  scan = defaultScanSettings,
}: {
  children: ReactNode;
  scan?: ScanSettings;
}) {
  const scanHandlers = useRef<ScanHandler[]>([]);
  const keyboard = useMemo<Keyboard>(
    () => ({
      registry: new ShortcutRegistry({ isMac }),
      isMac,
      addScanHandler(handler, isLast) {
        const others = scanHandlers.current;
        scanHandlers.current = isLast ? [...others, handler] : [handler, ...others];
        return () => {
          scanHandlers.current = scanHandlers.current.filter((other) => other !== handler);
        };
      },
    }),
    [],
  );

  useEffect(() => {
    const take = (text: string) => scanHandlers.current.some((handler) => handler(text));
    return listen(window, keyboard.registry, new ScanDetector(scan), scan.gapMsMax, take);
  }, [keyboard, scan]);

  return <KeyboardContext value={keyboard}>{children}</KeyboardContext>;
}

function listen(
  target: Window,
  registry: ShortcutRegistry,
  detector: ScanDetector,
  gapMsMax: number,
  take: (text: string) => boolean,
): () => void {
  let memory: FieldMemory | null = null;
  let held: ReturnType<typeof setTimeout> | null = null;
  const dropHeld = () => {
    if (held !== null) clearTimeout(held);
    held = null;
  };

  const watchScan = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const step = detector.feed(event);
    if (step.kind === 'first') memory = rememberField(event.target);
    if (step.kind === 'more') dropHeld();
    if (step.kind !== 'scan' || wantsScanAsText(event.target)) return;
    dropHeld();
    if (!take(cleanScan(step.text))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (memory?.field === event.target) restoreField(memory);
  };

  const run = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const outcome = registry.press(event, { typing: isTyping(event.target), at: event.timeStamp });
    if (outcome.kind !== 'run' || keepsKey(event)) return;
    event.preventDefault();
    if (isChord(event)) event.stopPropagation();
    dropHeld();
    const { shortcut } = outcome;
    if (isBareCharacter(event)) held = setTimeout(shortcut.run, gapMsMax + 5);
    else shortcut.run();
  };

  /** On the way down: a button or a choice that has the focus would take Ctrl Enter for Enter. */
  const runChord = (event: KeyboardEvent) => {
    if (isChord(event)) run(event);
  };
  const runKey = (event: KeyboardEvent) => {
    if (!isChord(event)) run(event);
  };

  target.addEventListener('keydown', watchScan, { capture: true });
  target.addEventListener('keydown', runChord, { capture: true });
  target.addEventListener('keydown', runKey);
  return () => {
    dropHeld();
    target.removeEventListener('keydown', watchScan, { capture: true });
    target.removeEventListener('keydown', runChord, { capture: true });
    target.removeEventListener('keydown', runKey);
  };
}

function isChord(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.altKey || event.metaKey;
}

/** A bare letter may be the first of a scan: its shortcut waits one scanner beat. */
function isBareCharacter(event: KeyboardEvent): boolean {
  return event.key.length === 1 && !isChord(event);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !/^(?:checkbox|radio|button|submit|reset|range)$/.test(target.type);
  return target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT';
}

/** Enter and Space press the button that has the focus, arrows move within a list or a group: those come first. */
function keepsKey(event: KeyboardEvent): boolean {
  const { target, key } = event;
  if (!(target instanceof HTMLElement) || isChord(event)) return false;
  if (key === 'Enter' || key === ' ')
    return target.closest('button,a,summary,[role=button],[role=option],[role=menuitem]') !== null;
  return (
    key.startsWith('Arrow') && target.closest('[role=listbox],[role=menu],[role=radiogroup],[role=tablist]') !== null
  );
}

export type { Shortcut };
