/**
 * Opens the workstation: in Electron, else in a window of an installed browser, else by telling the address. Runs on
 * Node 24, started by `scripts/start.mjs`.
 */
import { existsSync } from 'node:fs';
import { defaultDataDir } from '../../apps/desktop/src/service/config/default-data-dir.ts';
import { readServiceOptions } from '../../apps/desktop/src/service/config/options.ts';
import { OperatorError } from '../../apps/desktop/src/service/operator-error.ts';
import { readRunning } from '../../apps/desktop/src/service/terminal/running-file.ts';
import { storePath } from '../../apps/desktop/src/service/terminal/store-path.ts';
import { isAlive } from '../bootstrap/lock.mjs';
import { runMain, SetupError, say } from '../bootstrap/root.mjs';
import { waitFor } from '../bootstrap/run-child.mjs';
import { openBrowserWindow } from './browser-window.mjs';
import { findBrowser, hasScreen } from './find-browser.mjs';
import { findElectron } from './find-electron.mjs';
import { keepService } from './keep-service.mjs';
import { spawnElectron } from './spawn-electron.mjs';
import { withDemo } from './with-demo.mjs';

/** An Electron that is gone this fast did not open: a missing library, a sandbox the system forbids. */
const electronFailedMs = 5_000;

runMain(async () => {
  const args = withDemo(process.argv.slice(2), existsSync(storePath(defaultDataDir(null))));
  const options = read(args);
  if (hasScreen()) {
    const electron = await findElectron();
    if (electron) {
      const started = performance.now();
      const code = await waitFor(spawnElectron(electron, args));
      if (code === 0 || performance.now() - started > electronFailedMs) return code;
      say(`Electron did not open (exit ${code}): the workstation opens in a browser window.`);
    }
  }
  return openInBrowser(args, options);
});

function read(args) {
  try {
    return readServiceOptions(args);
  } catch (error) {
    throw error instanceof OperatorError ? new SetupError(error.message) : error;
  }
}

async function openInBrowser(args, options) {
  const browser = hasScreen() ? findBrowser() : null;
  const running = readRunning(options.dataDir);
  if (running && isAlive(running.pid)) {
    say(`This store is open already, at ${running.url}`);
    return browser ? waitFor(openBrowserWindow(browser, running, options.dataDir)) : 0;
  }
  const service = await keepService(args);
  if (!browser) {
    say(`No browser was found to open a window with. Open ${service.url} in Chrome, Edge or Chromium.`);
    return service.ended;
  }
  const window = openBrowserWindow(browser, service, options.dataDir);
  const code = await Promise.race([waitFor(window, () => service.stop()), service.ended]);
  window.kill('SIGTERM');
  await service.stop();
  return code;
}
