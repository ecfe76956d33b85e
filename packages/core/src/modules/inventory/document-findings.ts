import type { Finding } from '@apotheca/crdt-inventory';

/** What writing the ledger's totals over the own part does not mend. */
export function beyondMending(finding: Finding, own: string): boolean {
  switch (finding.kind) {
    case 'foreign-document':
      return true;
    case 'ledger-behind':
    case 'forked':
    case 'malformed':
      return finding.replicaId === own;
    default:
      return false;
  }
}

export function sentence(finding: Finding): string {
  switch (finding.kind) {
    case 'differs':
      return `${finding.replicaId}: totals of ${finding.batchIds.length} lots differ from the ledger; the ledger counts.`;
    case 'document-behind':
      return `${finding.replicaId}: the shared document ends at ${finding.from}, the ledger at ${finding.to}.`;
    case 'ledger-behind':
      return `${finding.replicaId}: the ledger ends at ${finding.from}, the shared document at ${finding.to}.`;
    case 'went-back':
      return `${finding.replicaId}: entries disappeared from the shared document; the ledger counts.`;
    case 'malformed':
      return `${finding.replicaId}: ${finding.entries} entries of the shared document cannot be read.`;
    case 'forked':
      return `${finding.replicaId}: written twice with different quantities at ${finding.logSeqs.join(', ')}.`;
    case 'update-missing':
      return 'An update of the shared document is missing; it is asked for again.';
    case 'client-id-taken':
      return 'Another process wrote under the same client id; this terminal uses a new one.';
    case 'foreign-document':
      return 'The shared document held foreign entries and was rebuilt from the ledger.';
    case 'epoch-started-twice':
      return 'Two terminals started the shared document afresh at once; the ledger counts, and it is started once more.';
  }
}
