/** `npm run apotheca | bench | soak | package | relay -- ARGUMENTS`: prepares what the command needs and runs it on Node 24. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { prepare } from './bootstrap/prepare.mjs';
import { root, runMain, SetupError } from './bootstrap/root.mjs';
import { spawnFollower, waitFor } from './bootstrap/run-child.mjs';

const commands = {
  apotheca: { script: 'apps/desktop/dist/service/cli.mjs', parts: ['node'] },
  bench: { script: 'bench/run.ts', parts: ['node', 'relay', 'renderer'] },
  package: { script: 'apps/desktop/build/package.ts', parts: ['node', 'renderer'] },
  relay: { script: 'apps/sync-server/dist/main.mjs', parts: ['relay'] },
  soak: { script: 'tests/soak/run.ts', parts: ['node', 'renderer'] },
};

runMain(async () => {
  const [name = '', ...args] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new SetupError(`There is no command "${name}". Commands: ${Object.keys(commands).join(', ')}.`);
  const node = await prepare({ parts: command.parts });
  const script = join(root, command.script);
  if (!existsSync(script)) throw new SetupError(`${command.script} is missing. Get a complete copy of the project.`);
  return waitFor(spawnFollower(node, script, args));
});
