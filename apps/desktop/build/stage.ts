import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** `apps/desktop`. */
export const desktop = resolve(import.meta.dirname, '..');

const parts = ['main', 'preload', 'renderer', 'service'];
/** Packages that stay outside the bundles, native code and fonts; of each only what is read at run time. */
const unbundled: readonly { name: string; keep: RegExp }[] = [
  { name: 'better-sqlite3', keep: /^(package\.json|LICENSE|lib|lib\/.*|prebuilds|prebuilds\/.*\.node)$/ },
  { name: '@node-rs/argon2', keep: /^(package\.json|LICENSE|index\.js)$/ },
  { name: '@fontsource/noto-sans', keep: fontFiles('latin|latin-ext') },
  { name: '@fontsource/noto-sans-arabic', keep: fontFiles('arabic') },
  { name: '@fontsource/noto-sans-devanagari', keep: fontFiles('devanagari') },
];

/** Labels are drawn in two weights (`service/files/label-fonts.ts`). */
function fontFiles(subsets: string): RegExp {
  return new RegExp(`^(package\\.json|LICENSE|files|files/noto-sans[a-z-]*-(${subsets})-(400|700)-normal\\.woff)$`);
}

interface Manifest {
  name: string;
  version: string;
  main?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/**
 * Lays out what is packed: the built program, the few packages beside its bundles, and a manifest that names nothing else. Packing the
 * workspace itself would pull in everything that the bundles already contain.
 */
export function stage(folder: string, updateFeed = ''): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of parts) {
    const built = join(desktop, 'dist', part);
    if (!existsSync(built)) throw new Error(`${built} is missing: build first (npm run package does).`);
    cpSync(built, join(folder, 'dist', part), { recursive: true });
  }
  const require = createRequire(join(desktop, 'package.json'));
  const dependencies: Record<string, string> = {};
  for (const { name, keep } of unbundled) {
    dependencies[name] = copyPackage(packageFolder(require, name), join(folder, 'node_modules', name), name, keep);
  }
  const argon2 = packageFolder(require, '@node-rs/argon2');
  for (const name of platformPackages(argon2)) {
    const from = packageFolder(createRequire(join(argon2, 'package.json')), name);
    dependencies[name] = copyPackage(from, join(folder, 'node_modules', name), name, /^(package\.json|.*\.node)$/);
  }
  const own = readManifest(desktop);
  const manifest = {
    name: 'apotheca',
    productName: 'Apotheca',
    version: own.version,
    description: 'The operating system of a pharmacy',
    author: 'The Apotheca authors',
    license: 'Apache-2.0',
    type: 'module',
    main: own.main,
    updateFeed,
    dependencies,
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Copies a package without its sources, under the name it is imported by. Answers its version. */
function copyPackage(from: string, to: string, name: string, keep: RegExp): string {
  cpSync(from, to, {
    recursive: true,
    dereference: true,
    filter: (source) => {
      const inside = source.slice(from.length + 1).replaceAll('\\', '/');
      return inside === '' || keep.test(inside);
    },
  });
  const { dependencies, optionalDependencies, ...rest } = readManifest(from);
  writeFileSync(join(to, 'package.json'), JSON.stringify({ ...rest, name }));
  return rest.version;
}

/** The binaries of this platform that are installed. */
function platformPackages(folder: string): string[] {
  const require = createRequire(join(folder, 'package.json'));
  const names = Object.keys(readManifest(folder).optionalDependencies ?? {});
  const installed = names.filter((name) => isInstalled(require, name));
  if (installed.length === 0) throw new Error(`None of ${names.join(', ')} is installed.`);
  return installed;
}

function isInstalled(require: NodeJS.Require, name: string): boolean {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}

function packageFolder(require: NodeJS.Require, name: string): string {
  return dirname(require.resolve(`${name}/package.json`));
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
