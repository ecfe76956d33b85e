import { join } from 'node:path';
import { ensureInstalled, runQuiet } from './install.mjs';
import { lockFolder, withLock } from './lock.mjs';
import { findNode } from './node-runtime.mjs';
import { root, SetupError, say } from './root.mjs';

/**
 * Brings a fresh clone to where it can run: packages, a Node that is new enough, and what is built from the sources.
 * Answers the path of that Node. Says nothing when there is nothing to do.
 */
export async function prepare({ parts = ['node', 'renderer'] } = {}) {
  return withLock(lockFolder('prepare'), async () => {
    await ensureInstalled();
    const node = findNode();
    for (const part of parts) await buildPart(node, part);
    return node;
  });
}

async function buildPart(node, part) {
  const started = Date.now();
  const { code, output } = await runQuiet(node, [join(root, 'scripts', 'build.mjs'), '--only', part], { cwd: root });
  if (code !== 0) {
    say(output);
    throw new SetupError(`Building failed (${part}, exit ${code}); the lines above say why.`);
  }
  if (!output.includes('nothing to build')) say(`Built ${part} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
