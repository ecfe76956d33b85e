/** Where the workstation lives inside Electron: a scheme of its own, so that `file:` and the network stay closed. */
export const workstationScheme = 'app';
export const workstationHost = 'workstation';
export const workstationUrl = `${workstationScheme}://${workstationHost}/`;

/** True for the workstation itself. The origin of a custom scheme is `null` in Node: host and scheme are compared. */
export function isWorkstation(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === `${workstationScheme}:` && parsed.host === workstationHost;
}

/** True for bytes the workstation made itself, for example the preview of a label. */
export function isOwnBlob(url: string): boolean {
  return url.startsWith('blob:') && isWorkstation(url.slice('blob:'.length));
}

/** Chromium's own viewer, which draws PDFs in a frame; its id is fixed. */
const pdfViewer = 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/';

export function isPdfViewer(url: string): boolean {
  return url.startsWith(pdfViewer);
}
