import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';

/**
 * Stands in for `electron/main` where the program is run without it: the same names, and as much behaviour as the
 * main process uses. The service runs in a thread instead of a process, so that its message ports are real.
 */
class App extends EventEmitter {
  readonly isPackaged = false;
  readonly paths = new Map<string, string>();
  enableSandbox(): void {}
  requestSingleInstanceLock(): boolean {
    return true;
  }
  whenReady(): Promise<void> {
    return Promise.resolve();
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }
  exit(code: number): void {
    process.exit(code);
  }
  /** As in Electron: someone may prevent it, and asks again later. */
  quit(): void {
    let isPrevented = false;
    this.emit('before-quit', { preventDefault: () => (isPrevented = true) });
    if (!isPrevented) this.emit('quit');
  }
}
export const app = new App();

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  readonly loaded: string[] = [];
  readonly options: unknown;
  readonly webContents = Object.assign(new EventEmitter(), {
    session: { setPermissionRequestHandler: () => undefined },
    getPrintersAsync: async () => [{ name: 'front', displayName: 'Front counter' }],
    setWindowOpenHandler: () => undefined,
  });
  constructor(options: unknown) {
    super();
    this.options = options;
    BrowserWindow.all.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  static getAllWindows(): BrowserWindow[] {
    return BrowserWindow.all;
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
  }
  show(): void {}
  focus(): void {}
  isMinimized(): boolean {
    return false;
  }
  isDestroyed(): boolean {
    return false;
  }
}

export const ipcMain = new EventEmitter();

const handlers = new Map<string, (request: Request) => Promise<Response>>();
export const protocol = {
  registerSchemesAsPrivileged: () => undefined,
  handle: (scheme: string, handler: (request: Request) => Promise<Response>) => handlers.set(scheme, handler),
};
/** What the page would get from `app://...`. */
export function fetchPage(url: string): Promise<Response> {
  const handler = handlers.get('app');
  if (!handler) throw new Error('nothing serves the page');
  return handler(new Request(url));
}

export const session = {
  defaultSession: {
    setPermissionRequestHandler: () => undefined,
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
    on: () => undefined,
    webRequest: { onBeforeRequest: () => undefined },
  },
};

export const safeStorage = {
  isAsyncEncryptionAvailable: async () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptStringAsync: async (plain: string) => Buffer.from(`sealed ${plain}`),
  decryptStringAsync: async (sealed: Buffer) => ({ result: sealed.toString().slice('sealed '.length) }),
};

export const MessageChannelMain = MessageChannel;
export const autoUpdater = new EventEmitter();
export const dialog = {
  showErrorBox: (title: string, content: string) => process.stderr.write(`${title}: ${content}\n`),
};
export const Menu = { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => undefined };

/** Sets `process.parentPort` as a utility process has it, then runs the service. */
const bootstrap = `
import { EventEmitter } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
const port = new EventEmitter();
port.postMessage = (message) => parentPort.postMessage(message);
parentPort.on('message', (event) => port.emit('message', event));
Object.defineProperty(process, 'parentPort', { value: port });
// A thread has no mask of its own; a utility process does.
process.umask = () => 0o077;
process.argv.splice(1, process.argv.length, workerData.modulePath, ...workerData.args);
await import(workerData.url);
`;

class UtilityProcess extends EventEmitter {
  readonly #worker: Worker;
  constructor(modulePath: string, args: string[]) {
    super();
    const url = new URL(`data:text/javascript,${encodeURIComponent(bootstrap)}`);
    this.#worker = new Worker(url, { workerData: { modulePath, args, url: `file://${modulePath}` } });
    this.#worker.on('message', (message) => this.emit('message', message));
    this.#worker.on('error', (error) => process.stderr.write(`${error.stack}\n`));
    this.#worker.on('exit', (code) => this.emit('exit', code));
  }
  postMessage(data: unknown, ports: MessagePort[] = []): void {
    this.#worker.postMessage({ data, ports }, ports);
  }
  kill(): boolean {
    void this.#worker.terminate();
    return true;
  }
}

export const utilityProcess = {
  running: [] as UtilityProcess[],
  fork(modulePath: string, args: string[]): UtilityProcess {
    const process = new UtilityProcess(modulePath, args);
    utilityProcess.running.push(process);
    return process;
  },
};
