import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/dist/**', '**/*.e2e.ts', 'tests/e2e/**'];

/** One project a package, so that a failure says where it belongs and `--project core` runs that part alone. */
function project(name: string, include: string[]) {
  return { extends: true as const, test: { name, include, exclude } };
}

/** Without state of their own at module level: files of one worker share what they import, at a third of the time. */
function pureProject(name: string, include: string[]) {
  return { extends: true as const, test: { name, include, exclude, isolate: false } };
}

export default defineConfig({
  test: {
    environment: 'node',
    // Forks: a native module that crashes costs one worker, and SQLite files are never shared between tests.
    pool: 'forks',
    // One a core: left alone, vitest keeps one core free, and on two cores that is half of them.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      pureProject('core', ['packages/core/**/*.test.ts']),
      pureProject('crdt-inventory', ['packages/crdt-inventory/**/*.test.ts']),
      pureProject('ui', ['packages/ui/**/*.test.{ts,tsx}']),
      project('shell', ['apps/desktop/{src/main,src/preload,build}/**/*.test.ts']),
      project('service', ['apps/desktop/{src/service,tests}/**/*.test.ts']),
      pureProject('renderer', ['apps/desktop/src/renderer/**/*.test.{ts,tsx}']),
      project('relay', ['apps/sync-server/{src,tests}/**/*.test.ts']),
      project('tidy', ['tests/tidy/**/*.test.ts', 'scripts/tests/*.test.mjs']),
    ],
  },
});
