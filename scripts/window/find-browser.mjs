import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Browsers of the Chromium family, which show a page as a window of its own. Snap's comes last: it may not write everywhere. */
const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
];

function candidates(platform, env) {
  if (platform === 'darwin') {
    const applications = ['/Applications', join(env.HOME ?? '/', 'Applications')];
    return ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'].flatMap((name) =>
      applications.map((folder) => join(folder, `${name}.app`, 'Contents', 'MacOS', name)),
    );
  }
  if (platform === 'win32') {
    const roots = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter(Boolean);
    return [
      ['Google', 'Chrome', 'Application', 'chrome.exe'],
      ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
      ['Chromium', 'Application', 'chrome.exe'],
    ].flatMap((parts) => roots.map((folder) => join(folder, ...parts)));
  }
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), '/snap/bin/chromium'];
}

/** The browser to open the workstation in: CHROME_PATH if it is set, else the first that is there; null if none is. */
export function findBrowser({ platform = process.platform, env = process.env, isThere = isExecutable } = {}) {
  if (env.CHROME_PATH) return isThere(env.CHROME_PATH) ? env.CHROME_PATH : null;
  return candidates(platform, env).find(isThere) ?? null;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A Linux machine without a screen, such as a server that someone logged into. */
export function hasScreen({ platform = process.platform, env = process.env } = {}) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Opens one page as a window: no tabs, no address bar, nothing of the person's own browser, no calls home. */
export function browserArguments(address, profileDir, { uid = process.getuid?.() } = {}) {
  const args = [
    `--app=${address}`,
    `--user-data-dir=${profileDir}`,
    '--window-size=1440,900',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-sync',
    '--disable-features=Translate,AutofillServerCommunication,OptimizationHints,MediaRouter',
    '--password-store=basic',
  ];
  // Chromium's sandbox refuses to work for root; only containers run a workstation as root.
  if (uid === 0) args.push('--no-sandbox', '--test-type');
  return args;
}
