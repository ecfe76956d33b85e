import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../../apps/desktop/src/service/cli/run-command.ts';
import { readServiceOptions } from '../../apps/desktop/src/service/config/options.ts';
import manifest from '../../package.json' with { type: 'json' };
import { brokenLinks, maintenanceCommandsIn, npmScriptsIn, startCommandsIn } from './checks/documents.ts';
import { files, root, sources } from './tree.ts';

const documents = sources(/\.md$/);

/** Where people look, and what they expect to find there. */
const fixedPaths = [
  '.ci/run',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'apps/desktop',
  'apps/sync-server',
  'biome.json',
  'docs/decisions',
  'docs/glossary.md',
  'docs/specs',
  'package.json',
  'packages/core',
  'packages/crdt-inventory',
  'packages/ui',
  'pnpm-lock.yaml',
  'resources',
  'scripts',
  'tests',
];

describe('documents', () => {
  test('TIDY-13 what people look for is there', () => {
    const isThere = (path: string) => files.some((file) => file === path || file.startsWith(`${path}/`));
    expect(fixedPaths.filter((path) => !isThere(path))).toEqual([]);
  });

  test('TIDY-13 links lead somewhere', () => {
    const exists = (path: string) => existsSync(join(root, path));
    const broken = documents.flatMap(({ path, text }) =>
      brokenLinks(path, text, exists).map((target) => `${path} -> ${target}`),
    );
    expect(broken).toEqual([]);
    expect(
      brokenLinks('docs/a.md', '[x](../gone.md) [y](b.md#z) [z](https://example.org)', (path) => path === 'docs/b.md'),
    ).toEqual(['gone.md']);
  });

  test('TIDY-14 every npm script they name exists', () => {
    const scripts = new Set(Object.keys(manifest.scripts));
    const missing = documents.flatMap(({ path, text }) =>
      npmScriptsIn(text)
        .filter((name) => !scripts.has(name))
        .map((name) => `${path}: npm run ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test('TIDY-14 every start command they show is accepted', () => {
    const commands = documents.flatMap(({ text }) => startCommandsIn(text));
    expect(commands.length).toBeGreaterThan(2);
    for (const command of commands) expect(() => readServiceOptions(command), command.join(' ')).not.toThrow();
  });

  test('TIDY-14 every maintenance command they name exists, and each is in the README', async () => {
    const help = await runCommand([], { env: {} } as never).catch((error: Error) => error.message);
    const commands = [...String(help).matchAll(/(?:Commands: | \| )([a-z-]+(?: [a-z]+)?)/g)].map((match) => match[1]!);
    expect(commands.length).toBeGreaterThan(6);
    const named = (text: string) => maintenanceCommandsIn(text);
    expect(documents.flatMap(({ text }) => named(text)).filter((name) => !commands.includes(name))).toEqual([]);
    const readme = documents.find(({ path }) => path === 'README.md')?.text ?? '';
    expect(commands.filter((name) => !named(readme).includes(name))).toEqual([]);
  });

  test('TIDY-14 commands are read out of text', () => {
    const text =
      'run `npm start -- --headless --port N` or\nnpm run apotheca -- drugs import FILE\nnpm run apotheca -- status\nnpm test';
    expect(startCommandsIn(text)).toEqual([['--headless', '--port', '7400']]);
    expect(maintenanceCommandsIn(text)).toEqual(['drugs import', 'status']);
    expect(npmScriptsIn(text)).toEqual(['start', 'apotheca', 'test']);
  });
});
