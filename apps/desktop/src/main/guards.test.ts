import { describe, expect, test } from 'vitest';
import { type ContentsPart, type GuardedApp, guardContents, guardSession, type SessionPart } from './guards.ts';
import { lockedPreferences, printWindowOptions, windowOptions } from './window-options.ts';

const own = 'app://workstation/queue';

type Listener = (details: { preventDefault(): void; url: string; isMainFrame: boolean }) => void;

/** Contents as Electron makes them: records its guards and lets a test navigate. */
function guardedContents() {
  const listeners = new Map<string, Listener>();
  let openWindow: () => { action: 'deny' } = () => {
    throw new Error('no handler');
  };
  const contents: ContentsPart = {
    setWindowOpenHandler: (handler) => {
      openWindow = handler;
    },
    on: (event: string, listener: Listener) => listeners.set(event, listener),
  };
  let created: (event: unknown, contents: ContentsPart) => void = () => undefined;
  const app: GuardedApp = {
    on: (_event, listener) => {
      created = listener;
    },
  };
  guardContents(app);
  created({}, contents);
  const isStopped = (event: string, url: string, isMainFrame = true): boolean => {
    let stopped = false;
    listeners.get(event)?.({ url, isMainFrame, preventDefault: () => (stopped = true) });
    return stopped;
  };
  return { isStopped, openWindow: () => openWindow() };
}

function guardedSession() {
  let beforeRequest: Parameters<SessionPart['webRequest']['onBeforeRequest']>[0] = () => undefined;
  let download: Parameters<SessionPart['on']>[1] = () => undefined;
  let request: Parameters<SessionPart['setPermissionRequestHandler']>[0] = () => undefined;
  let check: Parameters<SessionPart['setPermissionCheckHandler']>[0] = () => true;
  let device: () => boolean = () => true;
  const session: SessionPart = {
    setPermissionRequestHandler: (handler) => {
      request = handler;
    },
    setPermissionCheckHandler: (handler) => {
      check = handler;
    },
    setDevicePermissionHandler: (handler) => {
      device = handler;
    },
    on: (_event, listener) => {
      download = listener;
    },
    webRequest: {
      onBeforeRequest: (listener) => {
        beforeRequest = listener;
      },
    },
  };
  guardSession(session);
  return {
    device: () => device(),
    check: (permission: string, origin: string) => check(null, permission, origin),
    isGranted: (permission: string, requestingUrl: string, isMainFrame = true) => {
      let granted: boolean | null = null;
      request(null, permission, (answer) => (granted = answer), { requestingUrl, isMainFrame });
      return granted;
    },
    isCancelled: (url: string) => {
      let cancelled: boolean | null = null;
      beforeRequest({ url }, ({ cancel }) => (cancelled = cancel));
      return cancelled;
    },
    isDownloadStopped: (url: string) => {
      let stopped = false;
      download({ preventDefault: () => (stopped = true) }, { getURL: () => url });
      return stopped;
    },
  };
}

describe('windows', () => {
  test.each([
    ['workstation', windowOptions('/x/preload.cjs').webPreferences],
    ['print', printWindowOptions().webPreferences],
  ])('SHELL-3 the %s window has every lock', (_name, preferences) => {
    expect(preferences).toMatchObject(lockedPreferences);
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      spellcheck: false,
    });
  });
});

describe('contents', () => {
  test.each([
    'https://example.org/',
    'http://127.0.0.1:7400/',
    'file:///etc/passwd',
    'app://workstation.example.org/',
    'app://other/',
    'data:text/html,x',
    'javascript:alert(1)',
    'blob:app://workstation/1',
    '',
  ])('SHELL-4 the workstation is not left for %j', (url) => {
    const { isStopped } = guardedContents();
    expect(isStopped('will-frame-navigate', url)).toBe(true);
    expect(isStopped('will-redirect', url)).toBe(true);
  });

  test('SHELL-4 its own routes are open, and a frame may show its own bytes', () => {
    const { isStopped } = guardedContents();
    expect(isStopped('will-frame-navigate', own)).toBe(false);
    expect(isStopped('will-redirect', own)).toBe(false);
    expect(isStopped('will-frame-navigate', 'blob:app://workstation/1', false)).toBe(false);
    expect(isStopped('will-frame-navigate', 'blob:https://example.org/1', false)).toBe(true);
    const viewer = 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/index.html';
    expect(isStopped('will-frame-navigate', viewer, false)).toBe(false);
    expect(isStopped('will-frame-navigate', viewer)).toBe(true);
    expect(isStopped('will-frame-navigate', 'chrome-extension://other/index.html', false)).toBe(true);
  });

  test('SHELL-4 no second window, no webview', () => {
    const { isStopped, openWindow } = guardedContents();
    expect(openWindow()).toEqual({ action: 'deny' });
    expect(isStopped('will-attach-webview', own)).toBe(true);
  });
});

describe('session', () => {
  test.each([
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'fileSystem',
    'usb',
    'openExternal',
    'unknown',
  ])('SHELL-5 %s is denied', (permission) => {
    const session = guardedSession();
    expect(session.isGranted(permission, own)).toBe(false);
    expect(session.check(permission, 'app://workstation')).toBe(false);
    expect(session.device()).toBe(false);
  });

  test('SHELL-5 only the top frame of the workstation copies', () => {
    const session = guardedSession();
    expect(session.isGranted('clipboard-sanitized-write', own)).toBe(true);
    expect(session.isGranted('clipboard-sanitized-write', own, false)).toBe(false);
    expect(session.isGranted('clipboard-sanitized-write', 'https://example.org/')).toBe(false);
    expect(session.check('clipboard-sanitized-write', 'app://workstation')).toBe(true);
    expect(session.check('clipboard-sanitized-write', 'https://example.org')).toBe(false);
  });

  test.each([
    ['https://example.org/x.js', true],
    ['http://127.0.0.1:7400/api/v1/patients', true],
    ['ws://127.0.0.1:7400/rpc', true],
    ['file:///etc/passwd', true],
    ['not an address', true],
    ['chrome-extension://other/x.js', true],
    [own, false],
    ['blob:app://workstation/1', false],
    ['data:image/png;base64,AA', false],
  ])('SHELL-6 a request for %s is cancelled: %s', (url, expected) => {
    expect(guardedSession().isCancelled(url)).toBe(expected);
  });

  test('SHELL-6 downloads are of the own making', () => {
    const session = guardedSession();
    expect(session.isDownloadStopped('blob:app://workstation/1')).toBe(false);
    expect(session.isDownloadStopped('https://example.org/x.exe')).toBe(true);
  });
});
