/** Updates of the program. Off unless the package was built with the address of a feed. */
export interface UpdaterPart {
  setFeedURL(options: { url: string }): void;
  checkForUpdates(): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export interface UpdateOptions {
  /** Empty switches updates off. */
  readonly feedUrl: string;
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
}

const checkEveryMs = 4 * 60 * 60 * 1000;

/**
 * Whether this installation may update itself, and if not, why. Electron's own updater works with Squirrel on macOS;
 * Windows installers and Linux packages are replaced by whoever looks after the machine.
 */
export function updateStateOf(options: UpdateOptions): 'on' | 'no-feed' | 'not-packaged' | 'by-hand' | 'not-https' {
  if (options.feedUrl === '') return 'no-feed';
  if (!options.isPackaged) return 'not-packaged';
  if (options.platform !== 'darwin') return 'by-hand';
  return options.feedUrl.startsWith('https://') ? 'on' : 'not-https';
}

/**
 * Starts looking for updates; the answer stops it. What was downloaded takes effect when the program ends: a counter
 * is never restarted under someone's hands.
 */
export function startUpdates(
  updater: UpdaterPart,
  options: UpdateOptions,
  onError: (error: Error) => void,
  every: (ms: number, work: () => void) => () => void,
): () => void {
  if (updateStateOf(options) !== 'on') return () => undefined;
  updater.on('error', onError);
  updater.setFeedURL({ url: options.feedUrl });
  updater.checkForUpdates();
  return every(checkEveryMs, () => updater.checkForUpdates());
}
