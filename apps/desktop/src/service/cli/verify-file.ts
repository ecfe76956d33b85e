import { closeSync, openSync, readSync } from 'node:fs';
import { describeFault } from '../backup/describe-fault.ts';
import { backupMagic } from '../backup/manifest.ts';
import { verifyBackup } from '../backup/read-backup.ts';
import { ledgerMagic, verifyLedgerFile } from '../ledger-file/ledger-file.ts';
import { errorCode, OperatorError } from '../operator-error.ts';

/** Checks a backup or an exported ledger. Needs no key: anyone who holds the file can do it. */
export function verifyFile(file: string): string[] {
  switch (kindOf(file)) {
    case 'backup': {
      const verdict = verifyBackup(file);
      if (!verdict.ok) throw new OperatorError(`${file} is damaged: ${describeFault(verdict.fault)}`);
      const { createdAt, storeId, ledger, image } = verdict.manifest;
      return [
        `The backup is sound: ${image.chunks.length} chunks, ${image.bytes} bytes.`,
        `Made ${createdAt} of store ${storeId}: ${ledger.events} events, ledger ${ledger.digest}.`,
      ];
    }
    case 'ledger': {
      const result = verifyLedgerFile(file);
      if (!result.ok) throw new OperatorError(`${file} is damaged: ${result.fault}. Use another copy of it.`);
      const { checked, seals, unsealed, digest } = result.verdict;
      return [
        `The ledger is sound: ${checked} events, ${seals} seals, ${unsealed} not sealed, digest ${digest}.`,
        `It is of store ${result.storeId}.`,
      ];
    }
    case null:
      throw new OperatorError(
        `${file} is neither a backup nor an exported ledger, or its first line is damaged. Give a file that "backup" or "export-ledger" wrote.`,
      );
  }
}

function kindOf(file: string): 'backup' | 'ledger' | null {
  const start = Buffer.alloc(backupMagic.length);
  try {
    const handle = openSync(file, 'r');
    try {
      readSync(handle, start, 0, start.length, 0);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw new OperatorError(`${file} cannot be read (${errorCode(error)}). Check the name.`, { cause: error });
  }
  if (start.equals(backupMagic)) return 'backup';
  return start.equals(ledgerMagic) ? 'ledger' : null;
}
