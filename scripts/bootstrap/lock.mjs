import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, say } from './root.mjs';

const pollMs = 250;
/** Longer than any install or build takes. */
const heldMsMax = 20 * 60 * 1000;

/** Beside the project, not in it: an install may empty node_modules. */
export function lockFolder(name, folder = root) {
  const id = createHash('sha256')
    .update(`${process.getuid?.() ?? ''} ${folder}`)
    .digest('hex')
    .slice(0, 16);
  return join(tmpdir(), `apotheca-${name}-${id}.lock`);
}

/** Two commands started at once must not install or build into one another: the second waits for the first. */
export async function withLock(folder, work) {
  let hasSaid = false;
  while (!take(folder)) {
    if (!hasSaid) say('Waiting for another Apotheca command that installs or builds ...');
    hasSaid = true;
    await new Promise((done) => setTimeout(done, pollMs));
  }
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function take(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (isAbandoned(folder)) rmSync(folder, { recursive: true, force: true });
    return false;
  }
  writeFileSync(join(folder, 'pid'), String(process.pid));
  return true;
}

/** Its holder is gone: killed between taking it and letting go. */
function isAbandoned(folder) {
  try {
    if (Date.now() - statSync(folder).mtimeMs > heldMsMax) return true;
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    return pid > 0 && !isAlive(pid);
  } catch {
    return false;
  }
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
