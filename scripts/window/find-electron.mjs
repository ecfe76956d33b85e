import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuiet } from '../bootstrap/install.mjs';
import { root, say } from '../bootstrap/root.mjs';

const fetchMsMax = 60_000;
/** A machine that could not fetch it once is asked again after a day, not at every start. */
const retryMs = 24 * 60 * 60 * 1000;

const electronDir = join(root, 'apps', 'desktop', 'node_modules', 'electron');

/** The Electron program, if it has been fetched; its package only names it. */
export function electronBinary(folder = electronDir) {
  try {
    const path = readFileSync(join(folder, 'path.txt'), 'utf8');
    const binary = join(folder, 'dist', path);
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

/** Fetches Electron once if it can be reached. Never fails: without it the workstation opens in a browser window. */
export async function findElectron(folder = electronDir, nowMs = Date.now()) {
  const present = electronBinary(folder);
  if (present || !existsSync(join(folder, 'install.js'))) return present;
  const tried = join(folder, '.apotheca-tried');
  if (existsSync(tried) && nowMs - Number(readFileSync(tried, 'utf8')) < retryMs) return null;
  say('Fetching Electron (once, about 120 MB) ...');
  writeFileSync(tried, String(nowMs));
  const { code } = await runQuiet(process.execPath, [join(folder, 'install.js')], { timeout: fetchMsMax });
  const binary = code === 0 ? electronBinary(folder) : null;
  if (!binary) say('Electron cannot be fetched here: the workstation opens in a browser window.');
  return binary;
}
