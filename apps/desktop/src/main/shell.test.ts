import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { portGiven, portWanted } from '../preload/channels.ts';
import type { ContentsPart } from './guards.ts';
import { serviceArguments, windowDir } from './launch-arguments.ts';
import { menuTemplate } from './menu.ts';
import { ServiceHost, type ServiceProcess } from './service-host.ts';
import type { FromService, ToService } from './service-protocol.ts';
import { type PortRequest, type ShellApp, type ShellParts, type ShellWindow, startShell } from './shell.ts';
import { startUpdates, type UpdateOptions, updateStateOf } from './updates.ts';

const rendererDir = mkdtempSync(join(tmpdir(), 'apotheca-renderer-'));
afterAll(() => rmSync(rendererDir, { recursive: true, force: true }));

type Event = { preventDefault(): void };
const contents: ContentsPart = { setWindowOpenHandler: () => undefined, on: () => undefined };

/** Electron as far as the shell sees it, with a service that answers at once. */
function electronDouble(options: { isFirstInstance?: boolean } = {}) {
  const log: string[] = [];
  const appEvents = new Map<string, (event: Event, contents: ContentsPart) => void>();
  const windowEvents = new Map<string, () => void>();
  let askForPort: (event: PortRequest<string>) => void = () => undefined;
  let fromService: (message: FromService) => void = () => undefined;
  let serviceExit: (code: number) => void = () => undefined;
  const toService: { message: ToService; ports: string[] }[] = [];
  const process: ServiceProcess<string> = {
    postMessage: (message, transfer = []) => toService.push({ message, ports: transfer }),
    kill: () => true,
    on: (event: string, listener: ((message: FromService) => void) & ((code: number) => void)) => {
      if (event === 'message') fromService = listener;
      else serviceExit = listener;
    },
  };
  const app: ShellApp = {
    enableSandbox: () => log.push('sandbox'),
    requestSingleInstanceLock: () => options.isFirstInstance ?? true,
    whenReady: async () => log.push('ready'),
    quit: () => log.push('quit'),
    on: (event: string, listener: (event: Event, contents: ContentsPart) => void) => appEvents.set(event, listener),
  };
  const window: ShellWindow = {
    webContents: { on: (_event, listener) => windowEvents.set('render-process-gone', listener) },
    loadURL: async (url) => void log.push(`load ${url}`),
    show: () => log.push('show'),
    focus: () => log.push('focus'),
    isMinimized: () => true,
    restore: () => log.push('restore'),
    isDestroyed: () => false,
    on: (event, listener) => windowEvents.set(event, listener),
  };
  let channels = 0;
  const parts: ShellParts<string> = {
    app,
    protocol: {
      registerSchemesAsPrivileged: (schemes) => log.push(`scheme ${schemes[0]?.scheme}`),
      handle: (scheme) => log.push(`serve ${scheme}`),
    },
    ipcMain: {
      on: (channel, listener) => {
        if (channel === portWanted) askForPort = listener;
      },
    },
    session: () => ({
      setPermissionRequestHandler: () => log.push('guard session'),
      setPermissionCheckHandler: () => undefined,
      setDevicePermissionHandler: () => undefined,
      on: () => undefined,
      webRequest: { onBeforeRequest: () => undefined },
    }),
    createWindow: () => {
      log.push('window');
      return window;
    },
    createChannel: () => {
      channels += 1;
      return { port1: `service-${channels}`, port2: `page-${channels}` };
    },
    setMenu: () => undefined,
    service: new ServiceHost<string>({
      fork: () => {
        log.push('fork');
        return process;
      },
      answer: async () => null,
      after: () => () => undefined,
      nowMs: () => 0,
    }),
    rendererDir,
    after: () => () => undefined,
  };
  return {
    parts,
    log,
    toService,
    appEvent: (name: string) => {
      let isPrevented = false;
      appEvents.get(name)?.({ preventDefault: () => (isPrevented = true) }, contents);
      return isPrevented;
    },
    windowEvent: (name: string) => windowEvents.get(name)?.(),
    say: (message: FromService) => fromService(message),
    exit: (code: number) => serviceExit(code),
    askForPort: (senderFrame: PortRequest<string>['senderFrame']) => {
      const given: { channel: string; ports: string[] }[] = [];
      askForPort({
        senderFrame,
        sender: { postMessage: (channel, _message, ports) => given.push({ channel, ports }) },
      });
      return given;
    },
  };
}

describe('shell', () => {
  test('SHELL-3 sandbox, guards and scheme stand before anything is loaded', async () => {
    const { parts, log } = electronDouble();
    expect(await startShell(parts)).toBe(true);
    expect(log).toEqual([
      'sandbox',
      'scheme app',
      'ready',
      'guard session',
      'serve app',
      'fork',
      'window',
      'load app://workstation/',
    ]);
  });

  test('SHELL-13 a second start opens nothing, and the first window comes to the front', async () => {
    const second = electronDouble({ isFirstInstance: false });
    expect(await startShell(second.parts)).toBe(false);
    expect(second.log).toEqual(['sandbox', 'scheme app', 'quit']);
    const first = electronDouble();
    await startShell(first.parts);
    first.log.length = 0;
    first.appEvent('second-instance');
    expect(first.log).toEqual(['restore', 'show', 'focus']);
  });

  test('SHELL-8 the top frame of the workstation gets one end, the service the other', async () => {
    const { parts, askForPort, say, toService } = electronDouble();
    await startShell(parts);
    say({ kind: 'ready', url: null });
    expect(askForPort({ url: 'app://workstation/queue', parent: null })).toEqual([
      { channel: portGiven, ports: ['page-1'] },
    ]);
    expect(toService).toEqual([{ message: { kind: 'window-port' }, ports: ['service-1'] }]);
  });

  test.each([
    ['a frame inside', { url: 'app://workstation/', parent: {} }],
    ['another page', { url: 'https://example.org/', parent: null }],
    ['a page like ours', { url: 'app://workstation.example.org/', parent: null }],
    ['a frame that is gone', null],
  ])('SHELL-8 %s gets no port', async (_who, frame) => {
    const { parts, askForPort, say, toService } = electronDouble();
    await startShell(parts);
    say({ kind: 'ready', url: null });
    expect(askForPort(frame)).toEqual([]);
    expect(toService).toEqual([]);
  });

  test('SHELL-12 the program ends when the store is closed, however often someone quits', async () => {
    const { parts, log, appEvent, windowEvent, say, exit, toService } = electronDouble();
    await startShell(parts);
    say({ kind: 'ready', url: null });
    windowEvent('closed');
    expect(log.at(-1)).toBe('quit');
    log.length = 0;
    expect([appEvent('before-quit'), appEvent('before-quit')]).toEqual([true, true]);
    expect(toService.filter(({ message }) => message.kind === 'stop')).toHaveLength(1);
    expect(log).toEqual([]);
    exit(0);
    await expect.poll(() => log).toEqual(['quit']);
    expect(appEvent('before-quit')).toBe(false);
  });

  test('SHELL-10 a page whose process died is loaded again; a refused service reloads it for the notice', async () => {
    const { parts, log, windowEvent, say } = electronDouble();
    await startShell(parts);
    log.length = 0;
    windowEvent('render-process-gone');
    expect(log).toEqual(['load app://workstation/']);
    say({ kind: 'refused', message: 'no' });
    expect(log).toEqual(['load app://workstation/', 'load app://workstation/']);
    windowEvent('ready-to-show');
    expect(log.at(-1)).toBe('show');
  });
});

describe('start', () => {
  test('SHELL-19 the window keeps its things beside its own store', () => {
    expect(windowDir({ dataDir: '/data/store' })).toBe(join('/data/store', 'window'));
    expect(windowDir({ dataDir: '/data/demo-us_oh' })).not.toBe(windowDir({ dataDir: '/data/store' }));
  });

  test('SHELL-19 arguments of the service are told from those of Electron', () => {
    expect(serviceArguments(['electron', '--no-sandbox', 'apps/desktop', '--', '--demo'], false)).toEqual(['--demo']);
    expect(serviceArguments(['electron', 'apps/desktop'], false)).toEqual([]);
    expect(serviceArguments(['apotheca', '--data-dir', 'x'], true)).toEqual(['--data-dir', 'x']);
  });

  test('SHELL-3 the inspector is in the menu of a development build only', () => {
    const text = (isPackaged: boolean) => JSON.stringify(menuTemplate({ platform: 'linux', isPackaged }));
    expect([text(true).includes('toggleDevTools'), text(false).includes('toggleDevTools')]).toEqual([false, true]);
    expect(JSON.stringify(menuTemplate({ platform: 'darwin', isPackaged: true }))).toContain('appMenu');
  });
});

describe('updates', () => {
  const on: UpdateOptions = { feedUrl: 'https://updates.example.org', platform: 'darwin', isPackaged: true };
  test.each([
    [{ feedUrl: '' }, 'no-feed'],
    [{ isPackaged: false }, 'not-packaged'],
    [{ platform: 'linux' }, 'by-hand'],
    [{ platform: 'win32' }, 'by-hand'],
    [{ feedUrl: 'http://updates.example.org' }, 'not-https'],
    [{}, 'on'],
  ] as const)('SHELL-18 with %j they are %s', (change, expected) => {
    const options = { ...on, ...change };
    const calls: string[] = [];
    const stop = startUpdates(
      {
        setFeedURL: ({ url }) => calls.push(url),
        checkForUpdates: () => calls.push('check'),
        on: () => undefined,
      },
      options,
      () => undefined,
      (_ms, work) => {
        work();
        return () => calls.push('stop');
      },
    );
    stop();
    expect(updateStateOf(options)).toBe(expected);
    expect(calls).toEqual(expected === 'on' ? ['https://updates.example.org', 'check', 'check', 'stop'] : []);
  });
});
