import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a terminal keeps everything when `--data-dir` does not say: one place a platform; a demo has its own. */
export function defaultDataDir(
  demo: string | null,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const base =
    platform === 'darwin'
      ? join(homedir(), 'Library', 'Application Support', 'Apotheca')
      : platform === 'win32'
        ? join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Apotheca')
        : join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'apotheca');
  return join(base, demo === null ? 'store' : `demo-${demo}`);
}
