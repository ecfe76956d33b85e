import { join } from 'node:path';
import type { ServiceOptions } from '../service/config/options.ts';

/**
 * The arguments that are ours. An installed program gets them as they are; in the project folder Electron's own and
 * the folder come first, and `--` divides them.
 */
export function serviceArguments(argv: readonly string[], isPackaged: boolean): string[] {
  if (isPackaged) return argv.slice(1);
  const at = argv.indexOf('--');
  return at < 0 ? [] : argv.slice(at + 1);
}

/**
 * Where Chromium keeps what belongs to the window. It lies beside the store, one for each: on Windows the keychain's
 * own key is in there, so it must stay with what it protects.
 */
export function windowDir(options: Pick<ServiceOptions, 'dataDir'>): string {
  return join(options.dataDir, 'window');
}
