import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SoakPart {
  readonly isSound: boolean;
  readonly report: unknown;
}

/** Runs `work` in a directory that is kept for a look when it fails; `repeat` says how to run the same again. */
export async function inDirectory(
  repeat: string,
  work: (dir: string) => Promise<unknown>,
  cleanUp: () => void,
): Promise<SoakPart> {
  const dir = mkdtempSync(join(tmpdir(), 'apotheca-soak-'));
  try {
    const report = await work(dir);
    cleanUp();
    rmSync(dir, { recursive: true, force: true });
    return { isSound: true, report };
  } catch (error) {
    cleanUp();
    console.error(error);
    console.error(`What was there is left in ${dir} for a look. Repeat with ${repeat}.`);
    return { isSound: false, report: { fault: error instanceof Error ? error.message.slice(0, 500) : String(error) } };
  }
}
