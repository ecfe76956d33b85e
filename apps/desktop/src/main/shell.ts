import { portGiven, portWanted } from '../preload/channels.ts';
import { schemePrivileges, serveWorkstation } from './app-protocol.ts';
import { type GuardedApp, guardContents, guardSession, type SessionPart } from './guards.ts';
import type { ServiceHost, ServiceState } from './service-host.ts';
import { WindowNotices } from './window-notices.ts';
import { isWorkstation, workstationScheme, workstationUrl } from './workstation-address.ts';

export interface ShellApp extends GuardedApp {
  enableSandbox(): void;
  requestSingleInstanceLock(): boolean;
  whenReady(): Promise<unknown>;
  quit(): void;
  on(event: 'second-instance', listener: () => void): unknown;
  on(event: 'before-quit', listener: (event: { preventDefault(): void }) => void): unknown;
  on(event: 'web-contents-created', listener: Parameters<GuardedApp['on']>[1]): unknown;
}

export interface WindowContents {
  on(event: 'render-process-gone', listener: () => void): unknown;
}

export interface ShellWindow {
  readonly webContents: WindowContents;
  loadURL(url: string): Promise<void>;
  show(): void;
  focus(): void;
  isMinimized(): boolean;
  restore(): void;
  isDestroyed(): boolean;
  on(event: 'ready-to-show' | 'closed', listener: () => void): unknown;
}

/** A page that asks for its port. */
export interface PortRequest<P> {
  readonly sender: { postMessage(channel: string, message: unknown, transfer: P[]): void };
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

export interface ShellParts<P> {
  readonly app: ShellApp;
  readonly protocol: {
    registerSchemesAsPrivileged(schemes: (typeof schemePrivileges)[]): void;
    handle(scheme: string, handler: (request: Request) => Promise<Response>): void;
  };
  readonly ipcMain: { on(channel: string, listener: (event: PortRequest<P>) => void): unknown };
  session(): SessionPart;
  createWindow(): ShellWindow;
  createChannel(): { port1: P; port2: P };
  setMenu(): void;
  readonly service: ServiceHost<P>;
  readonly rendererDir: string;
  after(ms: number, work: () => void): () => void;
}

/**
 * Opens the workstation: one instance, one window, one service, and no way out of them. False when another instance
 * on the same store is running: that one comes to the front.
 */
export async function startShell<P>(parts: ShellParts<P>): Promise<boolean> {
  const { app, service } = parts;
  app.enableSandbox();
  guardContents(app);
  parts.protocol.registerSchemesAsPrivileged([schemePrivileges]);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  await app.whenReady();
  guardSession(parts.session());

  let window: ShellWindow | null = null;
  const notices = new WindowNotices(() => void window?.loadURL(workstationUrl), parts.after);
  parts.protocol.handle(
    workstationScheme,
    serveWorkstation({
      dir: parts.rendererDir,
      notice: () => notices.current,
      startAgain: () => service.start(),
    }),
  );
  service.onState((state: ServiceState) => notices.onState(state));
  parts.ipcMain.on(portWanted, (event) => handOver(parts, event));
  quitAfterService(parts);
  app.on('second-instance', () => raise(window));

  service.start();
  parts.setMenu();
  window = openWindow(parts);
  return true;
}

function openWindow<P>(parts: ShellParts<P>): ShellWindow {
  const window = parts.createWindow();
  window.on('ready-to-show', () => window.show());
  window.on('closed', () => parts.app.quit());
  // The page's process died, the store did not: the same page again.
  window.webContents.on('render-process-gone', () => {
    if (!window.isDestroyed()) void window.loadURL(workstationUrl);
  });
  void window.loadURL(workstationUrl);
  return window;
}

/** Only the top frame of the workstation gets a port; the frame's address is what Chromium says, not the page. */
function handOver<P>(parts: ShellParts<P>, event: PortRequest<P>): void {
  const frame = event.senderFrame;
  if (!frame || frame.parent !== null || !isWorkstation(frame.url)) return;
  const { port1, port2 } = parts.createChannel();
  parts.service.connectWindow(port1);
  event.sender.postMessage(portGiven, null, [port2]);
}

/** The store is closed before the program ends: the first attempt to quit waits for it. */
function quitAfterService<P>(parts: ShellParts<P>): void {
  let isServiceGone = false;
  let isStopping = false;
  parts.app.on('before-quit', (event) => {
    if (isServiceGone) return;
    event.preventDefault();
    if (isStopping) return;
    isStopping = true;
    void parts.service.stop().then(() => {
      isServiceGone = true;
      parts.app.quit();
    });
  });
}

function raise(window: ShellWindow | null): void {
  if (!window || window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
