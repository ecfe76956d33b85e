import { describe, expect, test } from 'vitest';
import { inOrder } from './host.ts';
import type { ModuleDefinition } from './module.ts';

function named(name: string, ...requires: string[]): ModuleDefinition {
  return {
    name,
    version: '1',
    requires,
    contract: {},
    aggregates: [],
    projections: [],
    migrations: [],
    start: () => ({ handlers: {} }),
  };
}

describe('module order', () => {
  test('MOD-3 what is required comes first', () => {
    const ordered = inOrder([named('c', 'b'), named('a'), named('b', 'a')]).map((module) => module.name);
    expect(ordered).toEqual(['a', 'b', 'c']);
  });

  test('MOD-3 a circle and a missing module are refused', () => {
    expect(() => inOrder([named('a', 'b'), named('b', 'a')])).toThrow('circle');
    expect(() => inOrder([named('a', 'nowhere')])).toThrow('nowhere');
  });
});
