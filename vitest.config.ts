import { defineConfig } from 'vitest/config';

/** One project a package, so that a failure says where it belongs and `--project core` runs that part alone. */
function project(name: string, include: string[]) {
  return {
    extends: true as const,
    test: { name, include, exclude: ['**/node_modules/**', '**/dist/**', '**/*.e2e.ts', 'tests/e2e/**'] },
  };
}

export default defineConfig({
  test: {
    environment: 'node',
    // Forks: a native module that crashes costs one worker, and SQLite files are never shared between tests.
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      project('core', ['packages/core/**/*.test.ts']),
      project('crdt-inventory', ['packages/crdt-inventory/**/*.test.ts']),
      project('ui', ['packages/ui/**/*.test.{ts,tsx}']),
      project('shell', ['apps/desktop/{src/main,src/preload,build}/**/*.test.ts']),
      project('service', ['apps/desktop/{src/service,tests}/**/*.test.ts']),
      project('renderer', ['apps/desktop/src/renderer/**/*.test.{ts,tsx}']),
      project('relay', ['apps/sync-server/{src,tests}/**/*.test.ts']),
      project('tidy', ['tests/tidy/**/*.test.ts', 'scripts/tests/*.test.mjs']),
    ],
  },
});
