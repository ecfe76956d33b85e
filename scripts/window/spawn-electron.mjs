import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../bootstrap/root.mjs';

/** Everything after `--` is for the service; before it stands what Electron itself reads. */
export function electronArguments(args, uid = process.getuid?.()) {
  const own = uid === 0 ? ['--no-sandbox'] : [];
  return [...own, join(root, 'apps', 'desktop'), '--', ...args.filter((arg) => arg !== '--headless')];
}

export function spawnElectron(binary, args) {
  return spawn(binary, electronArguments(args), { stdio: 'inherit' });
}
