import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode, OperatorError } from '../operator-error.ts';
import { writeFileDurably } from '../write-file-durably.ts';
import { wrappedSchema } from './secret-wrap.ts';

/**
 * `keys.json` in the data directory. `protection` says what stands between the file and its keys:
 * `file` nothing but its mode 0600, `passphrase` scrypt, `keychain` the operating system's store through Electron.
 */
const keyFileSchema = z
  .discriminatedUnion('protection', [
    z.object({ protection: z.literal('file'), secrets: z.string() }),
    z.object({ protection: z.literal('passphrase'), secrets: wrappedSchema }),
    z.object({ protection: z.literal('keychain'), secrets: z.string() }),
  ])
  .and(z.object({ version: z.literal(1), recovery: wrappedSchema.nullable() }));

export type KeyFile = z.infer<typeof keyFileSchema>;
export type Protection = KeyFile['protection'];

export function keyFilePath(dataDir: string): string {
  return join(dataDir, 'keys.json');
}

export function readKeyFile(dataDir: string): KeyFile | null {
  const file = keyFilePath(dataDir);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw new OperatorError(`${file} cannot be read (${errorCode(error)}). Check that it is yours.`, { cause: error });
  }
  try {
    return keyFileSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new OperatorError(
      `${file} is damaged. Put back a copy of it, or restore a backup with its recovery code into a new directory.`,
      { cause: error },
    );
  }
}

export function writeKeyFile(dataDir: string, content: KeyFile): void {
  writeFileDurably(keyFilePath(dataDir), `${JSON.stringify(content, null, 2)}\n`);
}
