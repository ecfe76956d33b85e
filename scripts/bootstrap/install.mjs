import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, SetupError, say } from './root.mjs';

const pnpm = 'pnpm@12.21.0';
const workspaces = ['apps', 'packages'];
const outputKept = 20_000;

/** Everything an install depends on. When none of it has changed, nothing is installed. */
export function installStamp(folder = root) {
  const hash = createHash('sha256').update(`${pnpm} ${process.platform} ${process.arch}\n`);
  const manifests = workspaces.flatMap((parent) =>
    existsSync(join(folder, parent))
      ? readdirSync(join(folder, parent)).map((name) => `${parent}/${name}/package.json`)
      : [],
  );
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests.sort()]) {
    if (existsSync(join(folder, file))) hash.update(`${file}\n`).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex');
}

/** Installs what the lockfile says, if it is not there yet. Answers whether it had to. */
export async function ensureInstalled(folder = root, install = runPnpm) {
  const stampFile = join(folder, 'node_modules', '.apotheca-install');
  const stamp = installStamp(folder);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;
  say('Installing packages (a minute or two the first time) ...');
  await install(folder);
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  return true;
}

/** pnpm through npx: it need not be installed, and every machine gets the same one. */
async function runPnpm(folder) {
  const { command, args, shell } = npx();
  const { code, output } = await runQuiet(
    command,
    [...args, '-y', pnpm, 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only'],
    { cwd: folder, shell, env: { ...process.env, CI: 'true' } },
  );
  if (code === 0) return;
  say(output);
  throw new SetupError(
    `Installing the packages failed (exit ${code}); the lines above say why. ` +
      'Check that this machine reaches the package registry, then start again.',
  );
}

/** npm tells where it lies; its npx lies beside it. On Windows `npx` is a script that only a shell runs. */
function npx() {
  const cli = process.env.npm_execpath && join(dirname(process.env.npm_execpath), 'npx-cli.js');
  if (cli && existsSync(cli)) return { command: process.execPath, args: [cli], shell: false };
  return { command: 'npx', args: [], shell: process.platform === 'win32' };
}

/** Runs a program without showing what it says; the end of it is in the answer. */
export function runQuiet(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output = `${output}${chunk}`.slice(-outputKept);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: error.code ?? 'error', output: error.message }));
    child.on('close', (code, signal) => resolve({ code: code ?? signal, output: output.trim() }));
  });
}
