/**
 * Runs the built main process on the double and does what a page and a person would do: open, call, lose the service,
 * call again, quit. Prints what it saw as JSON. Arguments: the data directory.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { portGiven, portWanted } from '../../preload/channels.ts';
import { app, BrowserWindow, fetchPage, ipcMain, utilityProcess } from './electron-double.ts';

const double = pathToFileURL(join(import.meta.dirname, 'electron-double.ts')).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron/main' ? { url: double, shortCircuit: true } : next(specifier, context),
});

const dataDir = resolve(process.argv[2] ?? '');
process.argv.splice(1, process.argv.length, 'apps/desktop', '--', '--data-dir', dataDir);
await import(pathToFileURL(resolve(import.meta.dirname, '../../../dist/main/main.mjs')).href);

interface StoreClient {
  store: { get(input: undefined): Promise<{ isSetUp: boolean }> };
}

/** A page that asks for its port and calls the service through it. */
function openPage(): StoreClient {
  let port: MessagePort | undefined;
  ipcMain.emit(portWanted, {
    senderFrame: { url: 'app://workstation/', parent: null },
    sender: {
      postMessage: (channel: string, _message: null, ports: MessagePort[]) => {
        if (channel === portGiven) port = ports[0];
      },
    },
  });
  if (!port) throw new Error('no port was handed over');
  const client = createORPCClient<never>(new RPCLink({ port: port as never }));
  port.start();
  return client as unknown as StoreClient;
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((done) => setTimeout(done, 20));
}

await until(() => utilityProcess.running.length === 1);
const first = await openPage().store.get(undefined);
const page = await fetchPage('app://workstation/');

utilityProcess.running[0]?.kill();
await until(() => utilityProcess.running.length === 2);
const second = await openPage().store.get(undefined);

const hasQuit = new Promise((done) => app.once('quit', done));
BrowserWindow.all[0]?.emit('closed');
await hasQuit;

process.stdout.write(
  JSON.stringify({
    isSetUp: [first.isSetUp, second.isSetUp],
    pageStatus: page.status,
    policy: page.headers.get('content-security-policy'),
    windows: BrowserWindow.all.map(({ loaded }) => loaded),
    userData: app.paths.get('userData'),
    keyProtection: JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8')).protection,
  }),
);
process.exit(0);
