import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../bootstrap/root.mjs';
import { findBrowser } from '../window/find-browser.mjs';
import { resultOfPlaywright, resultOfVitest } from './report.mjs';

const require = createRequire(join(root, 'package.json'));

/** Runs a program with its output on this terminal; answers its exit code. */
function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.on('error', () => resolve(127));
    child.on('exit', (code, signal) => resolve(code ?? signal));
  });
}

/** The program of an installed package, run by this Node. */
function programOf(packageName, bin = packageName) {
  const manifest = require.resolve(`${packageName}/package.json`);
  const { bin: bins } = JSON.parse(readFileSync(manifest, 'utf8'));
  return join(manifest, '..', typeof bins === 'string' ? bins : bins[bin]);
}

/** Each folder with a tsconfig is a process of its own, with the types that are there when it runs. */
function tsconfigs() {
  const folders = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(join(root, parent)).flatMap((name) => [
      join(parent, name),
      ...['src', '.'].flatMap((inner) => {
        const folder = join(root, parent, name, inner);
        return existsSync(folder) ? readdirSync(folder).map((part) => join(parent, name, inner, part)) : [];
      }),
    ]),
  );
  return [...new Set([...folders, 'tests', 'bench'])]
    .map((folder) => join(folder, 'tsconfig.json'))
    .filter((file) => existsSync(join(root, file)));
}

export async function checkTypes() {
  const failures = [];
  const configs = tsconfigs();
  for (const config of configs) {
    const code = await run(process.execPath, [programOf('typescript', 'tsc'), '-p', config, '--pretty', 'false']);
    if (code !== 0) failures.push(`types of ${config}`);
  }
  return { passed: configs.length - failures.length, failures, skipped: [] };
}

export async function checkLint() {
  const biome = programOf('@biomejs/biome', 'biome');
  const colors = process.stdout.isTTY ? [] : ['--colors=off'];
  const code = await run(process.execPath, [biome, 'ci', '--max-diagnostics=50', ...colors, '.']);
  return code === 0
    ? { passed: 1, failures: [], skipped: [] }
    : { passed: 0, failures: ['format and lint rules'], skipped: [] };
}

export async function runVitest(name, args, artifacts) {
  const file = join(artifacts, `${name}.json`);
  const code = await run(process.execPath, [
    programOf('vitest'),
    'run',
    ...args,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  return readReport(file, code, resultOfVitest);
}

export async function runWindow(artifacts) {
  if (!findBrowser() && !(await hasOwnChromium())) {
    const hint =
      'No Chromium was found for the window tests. Install one (apt-get install chromium, or npx playwright install chromium), or set CHROME_PATH.';
    process.stdout.write(`${hint}\n`);
    return { passed: 0, failures: [hint], skipped: [] };
  }
  const file = join(artifacts, 'window.json');
  const code = await run(
    process.execPath,
    [programOf('@playwright/test', 'playwright'), 'test', '--reporter=list,json'],
    {
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    },
  );
  return readReport(file, code, resultOfPlaywright);
}

/** The browser that Playwright fetches for itself. */
async function hasOwnChromium() {
  const { chromium } = await import(require.resolve('@playwright/test'));
  return existsSync(chromium.executablePath());
}

function readReport(file, code, resultOf) {
  if (!existsSync(file)) return { passed: 0, failures: [`the runner wrote no report (exit ${code})`], skipped: [] };
  return resultOf(JSON.parse(readFileSync(file, 'utf8')), code);
}

/** Reports of an earlier run must not stand in for one that did not come to its end. */
export function clearArtifacts(artifacts) {
  rmSync(artifacts, { recursive: true, force: true });
  mkdirSync(artifacts, { recursive: true });
}
