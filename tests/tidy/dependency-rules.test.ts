import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, describe, expect, test } from 'vitest';
import config from '../../.dependency-cruiser.mjs';
import { root } from './tree.ts';

const dir = mkdtempSync(join(tmpdir(), 'apotheca-rules-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function violationsIn(baseDir: string, folders: string[]) {
  const answer = await cruise(folders, {
    ...config.options,
    baseDir,
    validate: true,
    ruleSet: { forbidden: config.forbidden },
  });
  const { summary } = answer.output as ICruiseResult;
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

/** One file for each side of a wrong import, in a tree that has only these. */
const planted: [rule: string, from: string, importText: string, to?: string][] = [
  [
    'core-touches-nothing',
    'packages/core/src/modules/a/model.ts',
    "import { readFileSync } from 'node:fs'; readFileSync",
  ],
  ['core-touches-nothing', 'packages/core/src/kernel/a.ts', "import { connect } from 'node:net'; connect"],
  ['core-touches-nothing', 'packages/core/src/kernel/a.ts', "import { spawn } from 'node:child_process'; spawn"],
  ['core-has-no-packages-of-the-edge', 'packages/core/src/kernel/a.ts', "import x from 'better-sqlite3'; x"],
  ['core-has-no-packages-of-the-edge', 'packages/core/src/kernel/a.ts', "import x from 'react'; x"],
  ['core-has-no-packages-of-the-edge', 'packages/core/src/kernel/a.ts', "import x from 'electron'; x"],
  ['core-has-no-packages-of-the-edge', 'packages/core/src/kernel/a.ts', "import x from 'ws'; x"],
  [
    'packages-know-no-apps',
    'packages/core/src/a.ts',
    "import '../../../apps/desktop/src/service/b.ts'",
    'apps/desktop/src/service/b.ts',
  ],
  ['core-draws-nothing', 'packages/core/src/a.ts', "import '../../ui/src/b.ts'", 'packages/ui/src/b.ts'],
  [
    'inventory-document-stands-alone',
    'packages/crdt-inventory/src/a.ts',
    "import '../../core/src/b.ts'",
    'packages/core/src/b.ts',
  ],
  ['inventory-document-touches-nothing', 'packages/crdt-inventory/src/a.ts', "import net from 'node:net'; net"],
  [
    'ui-knows-no-pharmacy',
    'packages/ui/src/a.tsx',
    "import '../../core/src/contract.ts'",
    'packages/core/src/contract.ts',
  ],
  ['ui-knows-no-pharmacy', 'packages/ui/src/a.tsx', "import x from '@tanstack/react-query'; x"],
  ['pages-have-no-node', 'packages/ui/src/a.tsx', "import fs from 'node:fs'; fs"],
  ['pages-have-no-node', 'apps/desktop/src/renderer/a.tsx', "import os from 'node:os'; os"],
  [
    'renderer-calls-the-contract-only',
    'apps/desktop/src/renderer/a.tsx',
    "import '../../../../packages/core/src/modules/patients/decide-merge.ts'",
    'packages/core/src/modules/patients/decide-merge.ts',
  ],
  ['renderer-calls-the-contract-only', 'apps/desktop/src/renderer/a.tsx', "import x from 'better-sqlite3'; x"],
  [
    'renderer-calls-the-contract-only',
    'apps/desktop/src/renderer/a.tsx',
    "import '../service/b.ts'",
    'apps/desktop/src/service/b.ts',
  ],
  ['preload-is-alone', 'apps/desktop/src/preload/a.ts', "import '../main/b.ts'", 'apps/desktop/src/main/b.ts'],
  [
    'main-sees-no-patient-data',
    'apps/desktop/src/main/a.ts',
    "import '../../../../packages/core/src/b.ts'",
    'packages/core/src/b.ts',
  ],
  [
    'main-sees-no-patient-data',
    'apps/desktop/src/main/a.ts',
    "import type { B } from '../service/terminal/b.ts'; export type A = B",
    'apps/desktop/src/service/terminal/b.ts',
  ],
  [
    'service-is-no-window',
    'apps/desktop/src/service/a.ts',
    "import '../renderer/b.ts'",
    'apps/desktop/src/renderer/b.ts',
  ],
  [
    'service-is-no-window',
    'apps/desktop/src/service/a.ts',
    "import '../main/shell.ts'",
    'apps/desktop/src/main/shell.ts',
  ],
  ['electron-in-its-own-processes', 'apps/desktop/src/service/a.ts', "import x from 'electron'; x"],
  [
    'sync-server-reads-no-record',
    'apps/sync-server/src/a.ts',
    "import '../../../packages/core/src/modules/patients/model.ts'",
    'packages/core/src/modules/patients/model.ts',
  ],
  [
    'sync-server-reads-no-record',
    'apps/sync-server/src/a.ts',
    "import '../../../packages/core/src/kernel/engine.ts'",
    'packages/core/src/kernel/engine.ts',
  ],
  [
    'sync-server-shows-shared-stock-only',
    'apps/sync-server/src/rooms/a.ts',
    "import '../../../../packages/crdt-inventory/src/index.ts'",
    'packages/crdt-inventory/src/index.ts',
  ],
  [
    'modules-meet-at-their-models',
    'packages/core/src/modules/a/handlers.ts',
    "import '../b/handlers.ts'",
    'packages/core/src/modules/b/handlers.ts',
  ],
  [
    'modules-meet-at-their-models',
    'packages/core/src/modules/a/model.ts',
    "import '../b/stock-projection.ts'",
    'packages/core/src/modules/b/stock-projection.ts',
  ],
  [
    'modules-meet-at-their-models',
    'packages/core/src/modules/a/model.ts',
    "import '../b/handlers-lots.ts'",
    'packages/core/src/modules/b/handlers-lots.ts',
  ],
  [
    'modules-meet-at-their-models',
    'packages/core/src/modules/a/model.ts',
    "import '../b/module.ts'",
    'packages/core/src/modules/b/module.ts',
  ],
  [
    'kernel-knows-no-module',
    'packages/core/src/kernel/a.ts',
    "import '../modules/b/model.ts'",
    'packages/core/src/modules/b/model.ts',
  ],
  ['no-circles', 'packages/core/src/a.ts', "import './b.ts'", 'packages/core/src/b.ts'],
  ['nothing-missing', 'packages/core/src/a.ts', "import './gone.ts'"],
  ['program-without-its-tests', 'packages/core/src/a.ts', "import './testing/b.ts'", 'packages/core/src/testing/b.ts'],
  ['program-without-its-tests', 'packages/core/src/a.ts', "import { test } from 'vitest'; test"],
];

/** Imports that must stay possible: a rule that forbids everything would pass the list above too. */
const allowed: [from: string, importText: string, to?: string][] = [
  ['packages/core/src/modules/a/handlers.ts', "import '../b/model.ts'", 'packages/core/src/modules/b/model.ts'],
  ['packages/core/src/modules/a/handlers.ts', "import './projection.ts'", 'packages/core/src/modules/a/projection.ts'],
  ['packages/core/src/kernel/a.ts', "import { createHash } from 'node:crypto'; createHash"],
  ['packages/core/src/kernel/a.test.ts', "import { readFileSync } from 'node:fs'; readFileSync"],
  [
    'apps/desktop/src/renderer/a.tsx',
    "import '../../../../packages/core/src/contract.ts'",
    'packages/core/src/contract.ts',
  ],
  [
    'apps/desktop/src/service/a.ts',
    "import type { Ask } from '../main/service-protocol.ts'; export type A = Ask",
    'apps/desktop/src/main/service-protocol.ts',
  ],
  ['apps/desktop/src/main/a.ts', "import '../service/config/options.ts'", 'apps/desktop/src/service/config/options.ts'],
  [
    'apps/sync-server/src/a.ts',
    "import '../../../packages/core/src/replication/relay.ts'",
    'packages/core/src/replication/relay.ts',
  ],
];

async function plant(name: string, from: string, importText: string, to: string | undefined): Promise<string[]> {
  const base = join(dir, name);
  const files = new Map([[from, `${importText};\n`]]);
  if (to)
    files.set(to, name.startsWith('no-circles') ? "import './a.ts';\n" : 'export type B = 1; export type Ask = 1;\n');
  for (const [file, text] of files) {
    mkdirSync(dirname(join(base, file)), { recursive: true });
    writeFileSync(join(base, file), text);
  }
  return violationsIn(base, [...new Set([...files.keys()].map((file) => file.split('/', 1)[0]!))]);
}

describe('dependency rules', () => {
  test('TIDY-1 every import in the project keeps them', async () => {
    expect(await violationsIn(root, ['packages', 'apps', 'scripts', 'tests'])).toEqual([]);
  }, 60_000);

  test.each(planted.map((row, at) => [...row, at] as const))(
    'TIDY-2 %s finds a bad import in %s',
    async (rule, from, importText, ...rest) => {
      const to = typeof rest[0] === 'string' ? rest[0] : undefined;
      const found = await plant(`${rule}-${rest.at(-1)}`, from, importText, to);
      expect(found.filter((line) => line.startsWith(`${rule}: `))).not.toEqual([]);
    },
  );

  test('TIDY-2 every rule is proven', () => {
    const proven = new Set(planted.map(([rule]) => rule));
    expect(config.forbidden?.map(({ name }) => name).filter((name) => !proven.has(name ?? ''))).toEqual([]);
  });

  test.each(allowed.map((row, at) => [...row, at] as const))(
    'TIDY-2 %s may say: %s',
    async (from, importText, ...rest) => {
      const to = typeof rest[0] === 'string' ? rest[0] : undefined;
      const found = await plant(`allowed-${rest.at(-1)}`, from, importText, to);
      expect(found.filter((line) => !line.startsWith('nothing-missing'))).toEqual([]);
    },
  );
});
