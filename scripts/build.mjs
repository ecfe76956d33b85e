/**
 * Builds what `npm start` runs: the Node side (service, its workers and commands, the Electron main process and
 * preload) with esbuild, the workstation with Vite; and the relay. What has not changed since the last build is not
 * built again: each part has a stamp of the content it was made from.
 *
 *   node scripts/build.mjs [--only node|relay|renderer] [--force]
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const desktop = join(root, 'apps', 'desktop');
const dist = join(desktop, 'dist');
const service = join(desktop, 'src', 'service');
const relay = join(root, 'apps', 'sync-server');
const relayDist = join(relay, 'dist');

/** Native packages stay outside: their binaries are found from where they are installed. */
const native = ['better-sqlite3', '@node-rs/argon2'];
/** Packages in CommonJS call `require`, which an ES module does not have. */
const requireBanner =
  "import { createRequire as createRequireOfBundle } from 'node:module';\nconst require = createRequireOfBundle(import.meta.url);";

const parts = {
  node: {
    sources: [
      'apps/desktop/src/service',
      'apps/desktop/src/main',
      'apps/desktop/src/preload',
      'packages/core/src',
      'packages/crdt-inventory/src',
    ],
    build: buildNode,
  },
  relay: {
    sources: ['apps/sync-server/src', 'packages/core/src/replication', 'packages/core/src/kernel'],
    dist: relayDist,
    build: buildRelay,
  },
  renderer: {
    sources: ['apps/desktop/src/renderer', 'apps/desktop/vite.config.ts', 'packages/ui/src', 'packages/core/src'],
    build: buildRenderer,
  },
};

/** Builds the named parts, or all. Answers the names of those that had to be built. */
export async function build({ only = Object.keys(parts), force = false, log = () => {} } = {}) {
  const built = [];
  for (const name of only) {
    const part = parts[name];
    if (!part) throw new Error(`There is no part ${name} to build. Parts: ${Object.keys(parts).join(', ')}.`);
    const folder = part.dist ?? dist;
    const stampFile = join(folder, `.built-${name}`);
    const stamp = stampOf(part.sources);
    const known = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
    if (known === stamp && !force) continue;
    log(`building ${name}`);
    rmSync(stampFile, { force: true });
    await part.build();
    mkdirSync(folder, { recursive: true });
    writeFileSync(stampFile, stamp);
    built.push(name);
  }
  return built;
}

/** SHA-256 over names and contents of the sources, the versions of everything installed, and this script. */
function stampOf(sources) {
  const hash = createHash('sha256');
  for (const file of [...sources, 'pnpm-lock.yaml', 'scripts/build.mjs', 'tsconfig.base.json']
    .flatMap(filesOf)
    .sort()) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file)}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

function filesOf(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  let entries;
  try {
    entries = readdirSync(full, { recursive: true, withFileTypes: true });
  } catch {
    return [full];
  }
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function buildNode() {
  const { build: bundle } = await esbuild();
  const common = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
  };
  for (const folder of ['service', 'main', 'preload']) rmSync(join(dist, folder), { recursive: true, force: true });
  const workers = filesOf('apps/desktop/src/service').filter((file) => file.endsWith('.worker.ts'));
  const entryPoints = [
    { in: join(service, 'main.ts'), out: 'main' },
    { in: join(service, 'cli', 'main.ts'), out: 'cli' },
    ...workers.map((file) => ({
      in: file,
      out: `workers/${relative(service, file).split(sep).join('/').replace(/\.ts$/, '')}`,
    })),
  ].filter((entry) => existsSync(entry.in));
  await bundle({
    ...common,
    entryPoints,
    outdir: join(dist, 'service'),
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    external: native,
    banner: { js: requireBanner },
  });
  const electronMain = join(desktop, 'src', 'main', 'main.ts');
  if (existsSync(electronMain)) {
    const external = ['electron', 'electron/*'];
    await bundle({
      ...common,
      entryPoints: [electronMain],
      outfile: join(dist, 'main', 'main.mjs'),
      format: 'esm',
      external,
      banner: { js: requireBanner },
    });
  }
  const preload = join(desktop, 'src', 'preload', 'preload.ts');
  if (existsSync(preload)) {
    const outfile = join(dist, 'preload', 'preload.cjs');
    await bundle({
      ...common,
      entryPoints: [preload],
      outfile,
      format: 'cjs',
      external: ['electron', 'electron/*'],
      sourcemap: false,
    });
  }
}

async function buildRelay() {
  const { build: bundle } = await esbuild();
  rmSync(relayDist, { recursive: true, force: true });
  await bundle({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
    entryPoints: [
      { in: join(relay, 'src', 'main.ts'), out: 'main' },
      { in: join(relay, 'src', 'archive', 'sqlite', 'writer.worker.ts'), out: 'writer.worker' },
    ],
    outdir: relayDist,
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    external: native,
    banner: { js: requireBanner },
  });
}

function esbuild() {
  const require = createRequire(join(desktop, 'package.json'));
  return import(pathToFileURL(require.resolve('esbuild')).href).then((module) => module.default ?? module);
}

function buildRenderer() {
  const vite = join(desktop, 'node_modules', 'vite', 'bin', 'vite.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: desktop,
      stdio: ['ignore', 2, 2],
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`Vite could not build the workstation (exit ${code}). Its messages are above.`));
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const argv = process.argv.slice(2);
  const at = argv.indexOf('--only');
  const started = performance.now();
  const only = at < 0 ? undefined : [argv[at + 1]];
  const built = await build({ only, force: argv.includes('--force'), log: (line) => console.error(line) });
  console.error(
    `${built.length > 0 ? `built ${built.join(' and ')}` : 'nothing to build'} in ${Math.round(performance.now() - started)} ms`,
  );
}
