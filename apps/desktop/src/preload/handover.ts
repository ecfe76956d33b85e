import { portGiven, portWanted } from './channels.ts';

/**
 * The bridge between the sandboxed page and the main process: one MessagePort goes through, nothing else. The page
 * asks with `{kind: 'apotheca-port-wanted'}` when it is ready to listen, and after a port has closed; it gets
 * `{kind: 'apotheca-port'}` with the port. No function and no channel name is ever put into the page's world.
 */
export interface IpcPart {
  send(channel: typeof portWanted): void;
  on(channel: typeof portGiven, listener: (event: { readonly ports: readonly MessagePort[] }) => void): unknown;
}

export interface PagePart {
  readonly location: { readonly origin: string };
  addEventListener(type: 'message', listener: (event: PageMessage) => void): void;
  postMessage(message: unknown, targetOrigin: string, transfer: Transferable[]): void;
}

export interface PageMessage {
  readonly source: unknown;
  readonly origin: string;
  readonly data: unknown;
}

export function startHandover(ipc: IpcPart, page: PagePart): void {
  const origin = page.location.origin;
  page.addEventListener('message', (event) => {
    const isOwn = event.source === page && event.origin === origin;
    if (isOwn && (event.data as { kind?: unknown } | null)?.kind === portWanted) ipc.send(portWanted);
  });
  ipc.on(portGiven, (event) => {
    const port = event.ports[0];
    if (port) page.postMessage({ kind: portGiven }, origin, [port]);
  });
}
