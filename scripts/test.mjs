/**
 * `npm test`: everything that can be checked, in order of how fast it fails. The last line is the sum.
 *
 *   npm test -- --only types,lint,tidy,unit,window
 */
import { join } from 'node:path';
import { prepare } from './bootstrap/prepare.mjs';
import { root, runMain } from './bootstrap/root.mjs';
import { spawnFollower, waitFor } from './bootstrap/run-child.mjs';

runMain(async () => {
  const node = await prepare();
  return waitFor(spawnFollower(node, join(root, 'scripts', 'test', 'run-steps.mjs'), process.argv.slice(2)));
});
