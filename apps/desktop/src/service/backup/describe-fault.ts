import type { BackupFault } from './read-backup.ts';

/** One sentence that names the place, and what to do. */
export function describeFault(fault: BackupFault): string {
  const advice = 'Use another copy of this backup.';
  switch (fault.part) {
    case 'head':
      return `its head is damaged: ${fault.why}. ${advice}`;
    case 'chunk':
      return `chunk ${fault.chunk} is damaged (bytes ${fault.fromByte} to ${fault.toByte} of the file). ${advice}`;
    case 'end':
      return `its end is damaged: ${fault.why}. ${advice}`;
  }
}
