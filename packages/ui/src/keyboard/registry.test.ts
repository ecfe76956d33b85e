import { describe, expect, test } from 'vitest';
import { type Press, showKeys } from './keys.ts';
import { type Outcome, type Scope, ShortcutRegistry } from './registry.ts';

function press(key: string, mods: Partial<Press> = {}): Press {
  return { key, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...mods };
}
const calm = { typing: false, at: 0 };
function ran(outcome: Outcome): string {
  return outcome.kind === 'run' ? outcome.shortcut.label : outcome.kind;
}
function withKeys(keys: readonly [string, Scope, { whileTyping?: boolean; always?: boolean; hidden?: boolean }?][]) {
  const registry = new ShortcutRegistry({ isMac: false });
  for (const [name, scope, more] of keys) {
    registry.add({ keys: name, label: `${scope} ${name}`, scope, run: () => undefined, ...more });
  }
  return registry;
}

describe('UI-20 shortcuts', () => {
  test('UI-20 letters match in either case, signs in any layout', () => {
    const registry = withKeys([
      ['N', 'screen'],
      ['?', 'global'],
      ['/', 'screen'],
    ]);
    expect(ran(registry.press(press('n'), calm))).toBe('screen N');
    expect(ran(registry.press(press('N', { shiftKey: true }), calm))).toBe('none');
    expect(ran(registry.press(press('?', { shiftKey: true }), calm))).toBe('global ?');
    expect(ran(registry.press(press('/', { shiftKey: true }), calm))).toBe('screen /');
    expect(ran(registry.press(press('n', { ctrlKey: true }), calm))).toBe('none');
  });

  test('UI-21 a key never takes a letter from a field, a chord and a function key work there', () => {
    const registry = withKeys([
      ['N', 'screen'],
      ['ArrowDown', 'screen'],
      ['Ctrl+K', 'global'],
      ['F12', 'global'],
      ['Escape', 'screen'],
      ['Enter', 'screen', { whileTyping: true }],
    ]);
    const typing = { typing: true, at: 0 };
    expect(ran(registry.press(press('n'), typing))).toBe('none');
    expect(ran(registry.press(press('ArrowDown'), typing))).toBe('none');
    expect(ran(registry.press(press('k', { ctrlKey: true }), typing))).toBe('global Ctrl+K');
    expect(ran(registry.press(press('F12'), typing))).toBe('global F12');
    expect(ran(registry.press(press('Escape'), typing))).toBe('screen Escape');
    expect(ran(registry.press(press('Enter'), typing))).toBe('screen Enter');
  });

  test('UI-22 the narrower scope wins, then the newer', () => {
    const registry = withKeys([
      ['H', 'screen'],
      ['H', 'global'],
    ]);
    expect(ran(registry.press(press('h'), calm))).toBe('screen H');
    const remove = registry.add({ keys: 'H', label: 'newer', scope: 'screen', run: () => undefined });
    expect(ran(registry.press(press('h'), calm))).toBe('newer');
    remove();
    expect(ran(registry.press(press('h'), calm))).toBe('screen H');
  });

  test('UI-22 behind a dialog the keys of the screen rest, except those marked so', () => {
    const registry = withKeys([
      ['H', 'screen'],
      ['Ctrl+K', 'global'],
      ['F12', 'global', { always: true }],
      ['Escape', 'dialog'],
    ]);
    const close = registry.openDialog();
    expect(ran(registry.press(press('h'), calm))).toBe('none');
    expect(ran(registry.press(press('k', { ctrlKey: true }), calm))).toBe('none');
    expect(ran(registry.press(press('F12'), calm))).toBe('global F12');
    expect(ran(registry.press(press('Escape'), calm))).toBe('dialog Escape');
    close();
    expect(ran(registry.press(press('h'), calm))).toBe('screen H');
  });

  test('UI-23 two keys after each other, in time', () => {
    const registry = withKeys([
      ['R R', 'screen'],
      ['G Q', 'global'],
    ]);
    expect(ran(registry.press(press('r'), { typing: false, at: 0 }))).toBe('waiting');
    expect(ran(registry.press(press('r'), { typing: false, at: 400 }))).toBe('screen R R');
    expect(ran(registry.press(press('g'), { typing: false, at: 1000 }))).toBe('waiting');
    expect(ran(registry.press(press('q'), { typing: false, at: 2500 }))).toBe('none');
    expect(ran(registry.press(press('r'), { typing: true, at: 3000 }))).toBe('none');
  });

  test('UI-23 the second key of a pair belongs to the pair, even where it means something alone', () => {
    const registry = withKeys([
      ['G V', 'global'],
      ['V', 'screen'],
    ]);
    registry.press(press('g'), { typing: false, at: 0 });
    expect(ran(registry.press(press('v'), { typing: false, at: 200 }))).toBe('global G V');
    expect(ran(registry.press(press('v'), { typing: false, at: 300 }))).toBe('screen V');
  });

  test('UI-24 the help lists what works now, once, nearest first', () => {
    const registry = withKeys([
      ['F12', 'global'],
      ['H', 'global'],
      ['H', 'screen'],
      ['J', 'screen', { hidden: true }],
    ]);
    let changes = 0;
    registry.subscribe(() => {
      changes += 1;
    });
    expect(registry.list().map((s) => s.label)).toEqual(['screen H', 'global F12']);
    registry.openDialog();
    expect(registry.list()).toEqual([]);
    expect(changes).toBe(1);
  });

  test('UI-20 on a Mac the command key takes the place of Ctrl', () => {
    const registry = new ShortcutRegistry({ isMac: true });
    registry.add({ keys: 'Ctrl+K', label: 'palette', scope: 'global', run: () => undefined });
    expect(ran(registry.press(press('k', { metaKey: true }), calm))).toBe('palette');
    expect(ran(registry.press(press('k', { ctrlKey: true }), calm))).toBe('none');
    expect(showKeys('Ctrl+Enter', true)).toBe('⌘ Enter');
    expect(showKeys('Ctrl+Enter', false)).toBe('Ctrl Enter');
  });
});
