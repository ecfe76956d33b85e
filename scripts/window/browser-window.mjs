import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { browserArguments } from './find-browser.mjs';

/**
 * Opens the workstation as a window of a browser, with a profile of its own beside the store. The launch token does
 * not stand on the command line, which every user of the machine can read, but in a file that only this one can.
 */
export function openBrowserWindow(browser, { url, launchToken }, dataDir) {
  const folder = windowFolder(browser, dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const launchFile = join(folder, 'launch.html');
  writeFileSync(launchFile, launchPage(`${url}/#launch=${launchToken}`), { mode: 0o600 });
  const child = spawn(browser, browserArguments(pathToFileURL(launchFile).href, join(folder, 'profile')), {
    stdio: 'ignore',
  });
  child.on('exit', () => rmSync(launchFile, { force: true }));
  return child;
}

/** A Chromium of the snap store reads no hidden folder of the home directory, only its own. */
function windowFolder(browser, dataDir) {
  const isSnap =
    realpathSync(browser).includes('/snap/') ||
    (basename(browser) === 'chromium-browser' && existsSync('/snap/bin/chromium'));
  return isSnap
    ? join(homedir(), 'snap', 'chromium', 'common', `apotheca-${basename(dataDir)}`)
    : join(dataDir, 'window');
}

/** A token is base64url and an address has no quotes: JSON is safe inside the script. */
export function launchPage(address) {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Apotheca</title>
<script>location.replace(${JSON.stringify(address)})</script></html>
`;
}
