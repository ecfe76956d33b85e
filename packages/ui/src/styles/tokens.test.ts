import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const tokens = new Map<string, readonly [light: string, dark: string]>();
for (const [, name, light, dark] of css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)) {
  tokens.set(name!, [light!, dark!]);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(front: string, back: string, theme: 0 | 1): number {
  const [a, b] = [luminance(tokens.get(front)![theme]), luminance(tokens.get(back)![theme])];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const surfaces = ['bg', 'surface', 'sunken', 'accent-soft'];
const meanings = ['late', 'warn', 'ctrl', 'clash', 'ok', 'info', 'accent'];
const textPairs = [
  ...['ink', 'ink-2', 'ink-3'].flatMap((ink) => [...surfaces, 'rail'].map((back) => [ink, back])),
  ...meanings.flatMap((colour) => [...surfaces, `${colour}-soft`].map((back) => [colour, back])),
  ['accent-ink', 'accent'],
  ['accent-ink', 'accent-strong'],
] as [string, string][];

describe('UI-01 contrast', () => {
  test.each(textPairs)('UI-01 text %s on %s has 4.5:1 in light and dark', (front, back) => {
    expect(contrast(front, back, 0)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(front, back, 1)).toBeGreaterThanOrEqual(4.5);
  });

  test.each([
    ['line-field', 'surface'],
    ['line-field', 'bg'],
    ['line-field', 'sunken'],
    ['accent', 'bg'],
    ['accent', 'surface'],
  ])('UI-01 the outline %s on %s has 3:1', (front, back) => {
    expect(contrast(front, back, 0)).toBeGreaterThanOrEqual(3);
    expect(contrast(front, back, 1)).toBeGreaterThanOrEqual(3);
  });
});
