/**
 * `npm start`: installs and builds what is missing, then opens the workstation, or with --headless runs the service
 * alone. Plain JavaScript for Node 18 and newer; the program itself runs on Node 24. Stdout belongs to the service:
 * its one line of JSON says when it is ready.
 */
import { join } from 'node:path';
import { prepare } from './bootstrap/prepare.mjs';
import { root, runMain } from './bootstrap/root.mjs';
import { spawnFollower, waitFor } from './bootstrap/run-child.mjs';

runMain(async () => {
  const args = process.argv.slice(2);
  const isHeadless = args.includes('--headless');
  const node = await prepare();
  const script = isHeadless
    ? join(root, 'apps', 'desktop', 'dist', 'service', 'main.mjs')
    : join(root, 'scripts', 'window', 'open.mjs');
  return waitFor(spawnFollower(node, script, args));
});
