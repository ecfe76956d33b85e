import { isOwnBlob, isPdfViewer, isWorkstation } from './workstation-address.ts';

/**
 * What no page of ours may do, whatever runs in it: leave the workstation, open windows, embed other contents, ask
 * for devices, or reach the network. Electron's security checklist, items 5, 7, 8, 12 to 14.
 */
interface Preventable {
  preventDefault(): void;
}

export interface ContentsPart {
  setWindowOpenHandler(handler: () => { action: 'deny' }): void;
  on(
    event: 'will-frame-navigate',
    listener: (details: Preventable & { url: string; isMainFrame: boolean }) => void,
  ): unknown;
  on(event: 'will-redirect', listener: (details: Preventable & { url: string }) => void): unknown;
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): unknown;
}

export interface GuardedApp {
  on(event: 'web-contents-created', listener: (event: unknown, contents: ContentsPart) => void): unknown;
}

export interface SessionPart {
  setPermissionRequestHandler(
    handler: (
      contents: unknown,
      permission: string,
      answer: (granted: boolean) => void,
      details: { requestingUrl: string; isMainFrame: boolean },
    ) => void,
  ): void;
  setPermissionCheckHandler(handler: (contents: unknown, permission: string, origin: string) => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  on(event: 'will-download', listener: (event: Preventable, item: { getURL(): string }) => void): unknown;
  readonly webRequest: {
    onBeforeRequest(
      listener: (details: { url: string }, answer: (response: { cancel: boolean }) => void) => void,
    ): void;
  };
}

/** Every contents that will ever exist is guarded, also one that a mistake elsewhere creates. */
export function guardContents(app: GuardedApp): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (details) => {
      const isFrameOfOurs = !details.isMainFrame && (isOwnBlob(details.url) || isPdfViewer(details.url));
      const isAllowed = isWorkstation(details.url) || isFrameOfOurs;
      if (!isAllowed) details.preventDefault();
    });
    contents.on('will-redirect', (details) => {
      if (!isWorkstation(details.url)) details.preventDefault();
    });
  });
}

/** Copying a prescription number is all that a page may do beyond drawing. */
const grantedPermission = 'clipboard-sanitized-write';
/** Schemes a page loads from; `chrome` serves the PDF viewer's parts, `devtools` the inspector of a development build. */
const localSchemes: readonly string[] = ['blob:', 'chrome:', 'data:', 'devtools:'];

export function guardSession(session: SessionPart): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(permission === grantedPermission && details.isMainFrame && isWorkstation(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => {
    return permission === grantedPermission && isWorkstation(origin);
  });
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    const url = item.getURL();
    if (!isOwnBlob(url) && !isWorkstation(url)) event.preventDefault();
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    const isLocal = localSchemes.includes(URL.parse(details.url)?.protocol ?? '');
    answer({ cancel: !isLocal && !isWorkstation(details.url) && !isPdfViewer(details.url) });
  });
}
