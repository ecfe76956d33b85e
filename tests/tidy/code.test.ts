import { describe, expect, test } from 'vitest';
import { findBanned } from './checks/banned.ts';
import { codeOnly } from './checks/code-only.ts';
import { lengthProblem, machineNames, skippedTests, unfinishedMarks, vagueName } from './checks/text.ts';
import { files, sources } from './tree.ts';

const code = /\.(ts|tsx|mjs|cjs|css)$/;
const readable = /\.(ts|tsx|mjs|cjs|css|md|json|yml|yaml|html|sh)$|^\.ci\//;
const ownTests = /^tests\/tidy\/(code\.test|checks\/text)\.ts$/;

describe('every file', () => {
  test('TIDY-4 nothing calls what its place may not', () => {
    expect(sources(/\.(tsx?|mjs)$/, ownTests).flatMap(({ path, text }) => findBanned(path, text))).toEqual([]);
  });

  test('TIDY-5 is short, or says why it is not', () => {
    expect(sources(code).flatMap(({ path, text }) => lengthProblem(path, text) ?? [])).toEqual([]);
  });

  test('TIDY-6 is finished', () => {
    expect(sources(code, ownTests).flatMap(({ path, text }) => unfinishedMarks(path, text))).toEqual([]);
  });

  test('TIDY-7 has only tests that run', () => {
    const tests = sources(/\.(test|e2e|spec|contract)\.(ts|tsx|mjs)$/, ownTests);
    expect(tests.flatMap(({ path, text }) => skippedTests(path, text))).toEqual([]);
  });

  test('TIDY-8 has a name that says something', () => {
    expect(files.flatMap((path) => vagueName(path) ?? [])).toEqual([]);
  });

  test('TIDY-9 names no machine and no place to download from', () => {
    expect(sources(readable, ownTests).flatMap(({ path, text }) => machineNames(path, text))).toEqual([]);
  });
});

describe('the checks themselves', () => {
  test('TIDY-4 comments and strings are not code, what stands in a template is', () => {
    expect(codeOnly('a(\'b\') // c\n/* d\ne */ f("\\"g")')).toBe('a(\' \')     \n    \n     f("   ")');
    expect(codeOnly('`x $' + '{Date.now()} y` z')).toContain('Date.now()');
    expect(codeOnly('`x $' + '{ {a: 1}.a } Date.now()`')).not.toContain('Date.now()');
  });

  const core = 'packages/core/src/kernel/a.ts';
  test.each([
    [core, 'const now = Date.now();'],
    [core, 'const now = new Date();'],
    [core, 'const t = performance.now();'],
    [core, 'const id = Math.random();'],
    [core, 'const id = crypto.randomUUID();'],
    [core, 'setTimeout(work, 10);'],
    [core, 'const home = process.env.HOME;'],
    [core, 'await fetch(url);'],
    [core, 'console.log(patient);'],
    ['packages/crdt-inventory/src/a.ts', 'const now = Date.now();'],
    ['apps/desktop/src/service/a.ts', 'console.error(1);'],
    ['apps/desktop/src/renderer/a.tsx', '<p dangerouslySetInnerHTML={x} />'],
    ['apps/desktop/src/renderer/a.ts', 'node.innerHTML = text;'],
    ['scripts/a.mjs', 'eval(text);'],
  ])('TIDY-4 in %s it finds %s', (path, text) => {
    expect(findBanned(path, text)).toHaveLength(1);
  });

  test.each([
    [core, 'const day = new Date(ms).toISOString();'],
    [core, '// Date.now() is banned here'],
    ['packages/core/src/testing/clock.ts', 'const now = Date.now();'],
    ['apps/desktop/src/service/terminal/machine.ts', 'const now = Date.now();'],
    ['apps/desktop/src/service/cli/main.ts', 'console.log(1);'],
  ])('TIDY-4 in %s it accepts %s', (path, text) => {
    expect(findBanned(path, text)).toEqual([]);
  });

  test('TIDY-5 301 lines want a reason, 501 a split', () => {
    const lines = (count: number, first = '') => `${first}\n${'x\n'.repeat(count - 1)}`;
    expect(lengthProblem('a.ts', lines(300))).toBeNull();
    expect(lengthProblem('a.ts', lines(301))).toContain('301 lines');
    expect(lengthProblem('a.ts', lines(301, '// long: one table of facts, read as a whole'))).toBeNull();
    expect(lengthProblem('a.ts', lines(301, '// long: no'))).toContain('301 lines');
    expect(lengthProblem('a.ts', lines(501, '// long: one table of facts, read as a whole'))).toContain('split');
  });

  test('TIDY-6 it finds marks of unfinished work', () => {
    for (const line of ['// TODO later', '/* FIXME */', '// @ts-ignore', '// @ts-expect-error because']) {
      expect(unfinishedMarks('a.ts', line)).toHaveLength(1);
    }
    expect(unfinishedMarks('a.ts', "stages.todo('x'); // the hackney carriage")).toEqual([]);
  });

  test('TIDY-7 it finds tests that do not run', () => {
    for (const text of [
      "test.only('a')",
      "test.skip('a')",
      "it.todo('a')",
      "describe.skip('a')",
      "test.only.each([1])('a')",
    ]) {
      expect(skippedTests('a.test.ts', text)).toHaveLength(1);
    }
    expect(skippedTests('a.test.ts', "test.skipIf(x)('TIDY-7 a', () => {})")).toHaveLength(1);
    expect(skippedTests('a.test.ts', "test.skipIf(x)('TIDY-7 a (skipped: data folder absent)', () => {})")).toEqual([]);
  });

  test('TIDY-8 it finds names that say nothing', () => {
    for (const path of ['packages/core/src/utils/a.ts', 'a/helpers.ts', 'a/common.test.ts', 'apps/shared/x.ts']) {
      expect(vagueName(path)).toBe(path);
    }
    expect(vagueName('packages/core/src/kernel/uncommon.ts')).toBeNull();
  });

  test('TIDY-9 it finds paths of a machine and hosts', () => {
    for (const line of ["cd '/work/main'", '"/root/x"', 'see https://registry.npmjs.org/x', 'in /home/jane/project']) {
      expect(machineNames('a.md', line)).toHaveLength(1);
    }
    for (const line of ['the work/home balance', 'https://nodejs.org/en/download', '~/.local/share/apotheca']) {
      expect(machineNames('a.md', line)).toEqual([]);
    }
  });
});
