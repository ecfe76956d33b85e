import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';

/** Every lock that Chromium has: no Node, a world of its own for the preload, the sandbox, no embedding. */
export const lockedPreferences: WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  spellcheck: false,
};

export function windowOptions(preloadFile: string): BrowserWindowConstructorOptions {
  return {
    title: 'Apotheca',
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 640,
    show: false,
    autoHideMenuBar: true,
    // The PDF viewer counts as a plugin: labels and leaflets are shown in a frame.
    webPreferences: { ...lockedPreferences, plugins: true, preload: preloadFile },
  };
}

/** For printing a PDF on Windows: nobody sees it, and it loads one file without a preload. */
export function printWindowOptions(): BrowserWindowConstructorOptions {
  return { show: false, webPreferences: { ...lockedPreferences, plugins: true, partition: 'print' } };
}
