/**
 * Who may use whom: architecture.md section 2 as rules. The path of a file says what it may do; a wrong import fails
 * the tests. `tests/tidy/dependency-rules.test.ts` plants a bad import for each rule and sees it found.
 */
const tests = '-fixture\\.ts$|\\.(test|contract|fuzz\\.test)\\.tsx?$|/testing/|/tests?/|/e2e/|/bench/';
const core = '^packages/core/src/';
const modules = '^packages/core/src/modules/';

/** An npm package by name, installed or not. */
const npm = (...names) => `(^|node_modules/)(${names.join('|')})(/|$)`;
const native = npm('better-sqlite3', 'better-sqlite3-multiple-ciphers', '@node-rs/[^/]+', 'onnxruntime-node');
const react = npm('react', 'react-dom', 'react-aria-components', 'react-router', '@tanstack/[^/]+');
const electron = npm('electron', 'electron-builder', '@electron/[^/]+');

/** @type {import('dependency-cruiser').IConfiguration['forbidden']} */
const forbidden = [
  {
    name: 'core-touches-nothing',
    comment:
      'Rules get files, sockets, processes and clocks from outside. Of Node only the pure functions of node:crypto and node:zlib.',
    severity: 'error',
    from: { path: core, pathNot: tests },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|zlib)$' },
  },
  {
    name: 'core-has-no-packages-of-the-edge',
    comment: 'No native code, no window, no transport: core runs wherever JavaScript runs.',
    severity: 'error',
    from: { path: core, pathNot: tests },
    to: { path: [native, react, electron, npm('ws', 'pino', 'prom-client', 'vite', '@orpc/openapi', '@orpc/client')] },
  },
  {
    name: 'packages-know-no-apps',
    comment: 'Packages are used by apps, never the other way round.',
    severity: 'error',
    from: { path: '^packages/' },
    to: { path: '^apps/' },
  },
  {
    name: 'core-draws-nothing',
    comment: 'Core does not know the component library.',
    severity: 'error',
    from: { path: '^packages/(core|crdt-inventory)/' },
    to: { path: '^packages/ui/' },
  },
  {
    name: 'inventory-document-stands-alone',
    comment: 'The replicated document uses Yjs and nothing of ours, no sockets, no SQL.',
    severity: 'error',
    from: { path: '^packages/crdt-inventory/src/', pathNot: tests },
    to: { path: ['^packages/(core|ui)/', native, npm('ws', 'y-websocket')] },
  },
  {
    name: 'inventory-document-touches-nothing',
    comment: 'As core: no files, no sockets.',
    severity: 'error',
    from: { path: '^packages/crdt-inventory/src/', pathNot: tests },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
  },
  {
    name: 'ui-knows-no-pharmacy',
    comment: 'Tokens, primitives, layout, keyboard: no contract, no data fetching, no Node.',
    severity: 'error',
    from: { path: '^packages/ui/src/', pathNot: tests },
    to: {
      path: ['^packages/(core|crdt-inventory)/', native, electron, npm('@orpc/[^/]+', '@tanstack/react-query', 'zod')],
    },
  },
  {
    name: 'pages-have-no-node',
    comment: 'What runs in the window has no Node below it.',
    severity: 'error',
    from: { path: '^(packages/ui/src|apps/desktop/src/renderer)/', pathNot: tests },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'renderer-calls-the-contract-only',
    comment: 'The renderer draws and calls the contract. Rules stay in core, behind it.',
    severity: 'error',
    from: { path: '^apps/desktop/src/renderer/', pathNot: tests },
    to: {
      path: ['^packages/(core|crdt-inventory)/', native, electron, '^apps/desktop/src/(main|service)/'],
      pathNot: '^packages/core/src/(contract|modules/[^/]+/contract|modules/drugs/tall-man|kernel/contract)\\.ts$',
    },
  },
  {
    name: 'preload-is-alone',
    comment: 'About 40 lines that hand over one port.',
    severity: 'error',
    from: { path: '^apps/desktop/src/preload/', pathNot: tests },
    to: { pathNot: ['^apps/desktop/src/preload/', electron] },
  },
  {
    name: 'main-sees-no-patient-data',
    comment: 'The Electron main process opens windows and starts the service; of ours it knows flags, not the store.',
    severity: 'error',
    from: { path: '^apps/desktop/src/main/', pathNot: tests },
    to: {
      path: ['^packages/', native, react, '^apps/desktop/src/(renderer|service)/'],
      pathNot: '^apps/desktop/src/service/(config/|operator-error\\.ts$)',
    },
  },
  {
    name: 'service-is-no-window',
    comment: 'The service runs headless as well. Of the main process it knows the messages, as types.',
    severity: 'error',
    from: { path: '^apps/desktop/src/service/', pathNot: tests },
    to: {
      path: ['^apps/desktop/src/(renderer|preload|main)/', '^packages/ui/', react, electron],
      pathNot: '^apps/desktop/src/main/service-protocol\\.ts$',
    },
  },
  {
    name: 'electron-in-its-own-processes',
    comment: 'Only main and preload import Electron.',
    severity: 'error',
    from: { pathNot: ['^apps/desktop/(src/(main|preload)|build|tests)/', '^node_modules/'] },
    to: { path: npm('electron') },
  },
  {
    name: 'sync-server-reads-no-record',
    comment:
      'The relay cannot decrypt: it gets the replication protocol, never a module or the kernel that folds events.',
    severity: 'error',
    from: { path: '^apps/sync-server/', pathNot: tests },
    to: { path: ['^packages/core/src/(?!replication/)', '^packages/ui/', '^apps/desktop/'] },
  },
  {
    name: 'sync-server-shows-shared-stock-only',
    comment: 'Stock is in the clear at the relay only where its owner shares it: two files know the document.',
    severity: 'error',
    from: {
      path: '^apps/sync-server/',
      pathNot: [tests, '/(rooms/shared-stock|socket/stock-endpoint)\\.ts$'],
    },
    to: { path: '^packages/crdt-inventory/' },
  },
  {
    name: 'modules-meet-at-their-models',
    comment:
      'A module uses another by its contract, models, pure decisions and services; its handlers, tables and wiring are its own.',
    severity: 'error',
    from: { path: `${modules}([^/]+)/`, pathNot: tests },
    to: {
      path: ['handlers', 'projection', 'tables', 'migrations', 'queries', '/module\\.ts$', '/service\\.ts$'].map(
        (name) => `${modules}.*${name}`,
      ),
      pathNot: `${modules}$1/`,
    },
  },
  {
    name: 'kernel-knows-no-module',
    comment: 'The kernel is below every module.',
    severity: 'error',
    from: { path: '^packages/core/src/(kernel|replication)/', pathNot: tests },
    to: { path: modules },
  },
  {
    name: 'no-circles',
    comment: 'Files that need one another at run time are one file or want a third.',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'nothing-missing',
    comment: 'An import that leads nowhere.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true, pathNot: '^electron/(main|renderer)$' },
  },
  {
    name: 'program-without-its-tests',
    comment: 'What ships does not import tests, test harnesses or test libraries.',
    severity: 'error',
    from: { path: '^(packages|apps)/[^/]+/src/', pathNot: tests },
    to: { path: [tests, npm('vitest', 'fast-check', '@playwright/test')] },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|artifacts|coverage)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
