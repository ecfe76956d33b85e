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

/** The few calls that are made here; what they answer is checked by the test. */
interface Calls {
  store: { get(): Promise<{ isSetUp: boolean }>; setUp(input: object): Promise<unknown> };
  auth: { signIn(input: object): Promise<{ token: string }> };
  printers: { list(): Promise<{ items: { name: string }[] }>; send(input: object): Promise<unknown> };
}

/** A page that asks for its port and calls the service through it. */
function openPage(token = ''): Calls {
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
  const client = createORPCClient<never>(
    new RPCLink({ port: port as never, headers: { authorization: `Bearer ${token}` } }),
  );
  port.start();
  return client as unknown as Calls;
}

async function until(isTrue: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  while (!isTrue()) {
    if (performance.now() > giveUpAt) throw new Error(`still waiting for ${isTrue}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

await until(() => utilityProcess.running.length === 1);
const opened = openPage();
const first = await opened.store.get();
await opened.store.setUp({
  store: {
    name: 'Corner Pharmacy',
    address: { line1: '1 Main St', city: 'Columbus', state: 'OH', postalCode: '43215' },
    phone: '6145550100',
    licence: 'OH-1',
    jurisdiction: 'us_oh',
    timeZone: 'America/New_York',
    pharmacistInCharge: 'Nadia Haddad',
  },
  owner: { username: 'owner', name: 'Sam Lee', password: 'correct-horse-battery' },
});
const { token } = await opened.auth.signIn({ username: 'owner', password: 'correct-horse-battery' });
const counter = openPage(token);
const printers = await counter.printers.list();
await counter.printers.send({
  printer: printers.items[0]?.name,
  format: 'pdf',
  base64: Buffer.from('%PDF-1.7 label').toString('base64'),
  copies: 2,
});
const page = await fetchPage('app://workstation/');

utilityProcess.running[0]?.kill();
await until(() => utilityProcess.running.length === 2);
const second = await openPage().store.get();

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
