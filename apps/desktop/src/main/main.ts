import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  app,
  autoUpdater,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  type MessagePortMain,
  protocol,
  safeStorage,
  session,
  utilityProcess,
} from 'electron/main';
import { readServiceOptions, type ServiceOptions } from '../service/config/options.ts';
import { answerAsks } from './answer-asks.ts';
import { serviceArguments, windowDir } from './launch-arguments.ts';
import { menuTemplate } from './menu.ts';
import { printPdfInWindow } from './print-window.ts';
import { runWithInput, sendToSocket } from './send-to-printer.ts';
import { ServiceHost } from './service-host.ts';
import { startShell } from './shell.ts';
import { startUpdates } from './updates.ts';
import { printWindowOptions, windowOptions } from './window-options.ts';

/** The composition root of the window: everything below takes what it needs from Electron as a parameter. */
const dist = join(import.meta.dirname, '..');
const argumentsOfService = serviceArguments(process.argv, app.isPackaged);

function readOptions(): ServiceOptions | null {
  try {
    return readServiceOptions(argumentsOfService);
  } catch (error) {
    dialog.showErrorBox('Apotheca cannot start', error instanceof Error ? error.message : String(error));
    return null;
  }
}

function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}

function every(ms: number, work: () => void): () => void {
  const timer = setInterval(work, ms);
  return () => clearInterval(timer);
}

/** `updateFeed` is put into the package's manifest when it is built; without it updates are off. */
function updateFeed(): string {
  const manifest: { updateFeed?: string } = JSON.parse(readFileSync(join(dist, '..', 'package.json'), 'utf8'));
  return manifest.updateFeed ?? '';
}

function createPrintWindow(): BrowserWindow {
  const window = new BrowserWindow(printWindowOptions());
  window.webContents.session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  return window;
}

function createService(folder: string): ServiceHost<MessagePortMain> {
  return new ServiceHost<MessagePortMain>({
    fork: () =>
      utilityProcess.fork(join(dist, 'service', 'main.mjs'), argumentsOfService, { serviceName: 'Apotheca service' }),
    answer: answerAsks(safeStorage, {
      platform: process.platform,
      listPrinters: async () => (await BrowserWindow.getAllWindows()[0]?.webContents.getPrintersAsync()) ?? [],
      run: runWithInput,
      send: sendToSocket,
      printPdfInWindow: (job) => printPdfInWindow(job, folder, createPrintWindow),
    }),
    after,
    nowMs: () => performance.now(),
  });
}

async function start(options: ServiceOptions): Promise<void> {
  const folder = windowDir(options);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  app.setPath('userData', folder);
  app.setPath('sessionData', folder);
  const platform = process.platform;
  const isOwner = await startShell<MessagePortMain>({
    app,
    protocol,
    ipcMain,
    session: () => session.defaultSession,
    createWindow: () => new BrowserWindow(windowOptions(join(dist, 'preload', 'preload.cjs'))),
    createChannel: () => new MessageChannelMain(),
    setMenu: () =>
      Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ platform, isPackaged: app.isPackaged }))),
    service: createService(folder),
    rendererDir: join(dist, 'renderer'),
    after,
  });
  if (!isOwner) return;
  startUpdates(
    autoUpdater,
    { feedUrl: updateFeed(), platform, isPackaged: app.isPackaged },
    (error) => process.stderr.write(`Looking for updates failed: ${error.message}\n`),
    every,
  );
}

const options = readOptions();
// Not awaited: Electron is ready only after this module has been evaluated to its end.
if (options) void start(options);
else app.exit(1);
