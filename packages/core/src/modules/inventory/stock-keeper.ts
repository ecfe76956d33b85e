import {
  type ClientIdRecord,
  closeClientId,
  crossCheck,
  type Finding,
  InventoryDocument,
  InventoryView,
  LedgerTotals,
  packTotals,
  takeClientId,
} from '@apotheca/crdt-inventory';
import type { CommittedChange, ModuleContext } from '../../kernel/module.ts';
import { lotAggregate } from './lot.ts';
import { movementsAfter, origins, readDocument, readSums, sumOfAll, writeSaved } from './saved-stock.ts';
import type { InventoryHealth, InventoryReplica } from './services.ts';

/** Movements between two saves of the document and the sums; a crash costs reading these again. */
const movementsPerSave = 2000;
const clientIdKey = 'inventory.client-id';
/** Rolled when a document carries about a thousand client ids; all terminals of a store share it. */
const epoch = 1;

/**
 * Keeps the replicated document and the ledger's sums in step with what is committed. Both are derived: after a crash
 * they catch up from the movements, and where the document is wrong the ledger's totals are written over it.
 */
export class StockKeeper {
  readonly #context: ModuleContext;
  #ledger = new LedgerTotals();
  #document: InventoryDocument;
  #clientId: ClientIdRecord;
  /** The incarnation the document's client id belongs to. */
  #origin = '';
  #read: ((batchId: string) => number) | null = null;
  #digest: string | null = null;
  #sinceSave = 0;
  #state: InventoryHealth['state'] = 'ok';
  #findings: readonly Finding[] = [];
  #checkedAt: string | null = null;
  readonly #listeners = new Set<(update: Uint8Array, isLocal: boolean) => void>();

  constructor(context: ModuleContext) {
    this.#context = context;
    const saved = readSums(context.db);
    for (const sums of saved) this.#ledger.load(sums);
    if (saved.length === 0) this.#recount();
    const { document, clientId } = this.#open(readDocument(context.db));
    this.#document = document;
    this.#clientId = clientId;
    if (document.watermark(context.origin()) === 0) this.#writeOwn();
    this.#catchUp();
    this.check();
  }

  onHandMilli(batchId: string): number {
    this.#read ??= this.#view().reader();
    return this.#read(batchId);
  }

  digest(): string {
    this.#digest ??= this.#view().digest();
    return this.#digest;
  }

  /** After a commit: what moved becomes part of the sums and, where it was this terminal, of the document. */
  committed(changes: readonly CommittedChange[]): void {
    // Another copy of this directory may be alive: two documents under one client id would differ for ever.
    if (this.#origin !== this.#context.origin()) this.#startOver();
    if (changes.some((change) => change.kind === '*')) {
      this.#recount();
      this.check();
      return;
    }
    const lots = changes.filter((change) => change.kind === 'lot');
    if (lots.length === 0) return;
    this.#catchUp();
    this.#document.together(() => {
      for (const lot of new Set(lots.map((change) => change.id))) this.#noteStatus(lot);
    });
    if (this.#sinceSave >= movementsPerSave) this.save();
  }

  /** Compares document and ledger and mends this terminal's part. */
  check(): readonly Finding[] {
    const own = this.#context.origin();
    const found = crossCheck(this.#document, this.#ledger);
    if (found.some((one) => beyondMending(one, own))) {
      this.#startOver();
      this.#state = 'rebuilt';
    } else if (found.some((one) => 'replicaId' in one && one.replicaId === own)) {
      this.#document.replaceOwn(this.#ledger.replica(own));
      this.#state = 'rebuilt';
    }
    this.#findings = found;
    this.#checkedAt = this.#context.nowIso();
    this.#changed();
    return found;
  }

  health(discrepancies: number): InventoryHealth {
    const replicas = this.#view().replicas();
    return {
      state: this.#findings.some((one) => one.kind === 'update-missing') ? 'behind' : this.#state,
      batches: new Set(replicas.flatMap((replica) => [...replica.totals.keys()])).size,
      discrepancies,
      watermarks: Object.fromEntries(replicas.map((replica) => [replica.replicaId, replica.watermark])),
      findings: this.#findings.map(sentence),
      lastCheckedAt: this.#checkedAt,
    };
  }

  /** What peers exchange. Stays valid when the document behind it is rebuilt. */
  readonly replica: InventoryReplica = {
    room: () => this.#document.room,
    encodeState: () => this.#document.encodeState(),
    encodeStateVector: () => this.#document.encodeStateVector(),
    encodeUpdate: (theirs) => this.#document.encodeUpdate(theirs),
    applyUpdate: (update) => {
      this.#document.applyUpdate(update);
      this.#changed();
    },
    onUpdate: (listener) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  };

  save(): void {
    const replicas = this.#ledger.replicaIds().map((id) => this.#ledger.replica(id));
    this.#context.local.change((db) => {
      writeSaved(db, {
        document: this.#document.encodeState(),
        sums: replicas.map((one) => [one.replicaId, packTotals(one.watermark, one.totals)] as const),
      });
    });
    this.#sinceSave = 0;
  }

  /** A clean close: the client id may be used again, because everything sent under it is on this disk. */
  close(): void {
    this.save();
    const closed = closeClientId(this.#clientId, this.#document.clockOf(this.#clientId.clientId));
    this.#context.local.set(clientIdKey, JSON.stringify(closed));
    this.#document.destroy();
  }

  #view(): InventoryView {
    return new InventoryView(this.#document, this.#ledger);
  }

  #changed(): void {
    this.#read = null;
    this.#digest = null;
  }

  #open(state: Uint8Array | undefined): { document: InventoryDocument; clientId: ClientIdRecord } {
    const { local, random, storeId } = this.#context;
    const document = loaded(storeId, state);
    const kept = local.get(clientIdKey);
    const record = kept === undefined ? null : (JSON.parse(kept) as ClientIdRecord);
    const taken = takeClientId({
      room: `${document.room} ${this.#context.origin()}`,
      record,
      loadedClock: record === null ? 0 : document.clockOf(record.clientId),
      random: random.bytes(4),
      inUse: document.clientIds(),
    });
    local.set(clientIdKey, JSON.stringify(taken.record));
    this.#origin = this.#context.origin();
    document.assignClientId(taken.record.clientId);
    document.onUpdate((update, isLocal) => {
      for (const listener of this.#listeners) listener(update, isLocal);
    });
    return { document, clientId: taken.record };
  }

  /** Throws the document away and takes this terminal's part from the ledger; peers bring theirs again. */
  #startOver(): void {
    this.#document.destroy();
    const { document, clientId } = this.#open(undefined);
    this.#document = document;
    this.#clientId = clientId;
    this.#writeOwn();
  }

  /** This terminal's part as the ledger has it, into a document that has none of it. */
  #writeOwn(): void {
    const own = this.#ledger.replica(this.#context.origin());
    if (own.watermark === 0) return;
    this.#document.together(() => {
      for (const batchId of own.totals.keys()) this.#describe(batchId);
      this.#document.replaceOwn(own);
    });
  }

  #recount(): void {
    this.#ledger = new LedgerTotals();
    for (const sum of sumOfAll(this.#context.db)) this.#ledger.addSum(sum);
    this.#changed();
  }

  #catchUp(): void {
    const own = this.#context.origin();
    const { db } = this.#context;
    for (const origin of origins(db)) {
      for (const movement of movementsAfter(db, origin, this.#ledger.replica(origin).watermark)) {
        this.#ledger.add(movement);
        this.#sinceSave += 1;
      }
    }
    const behind = this.#document.watermark(own);
    if (behind < this.#ledger.replica(own).watermark) {
      this.#document.together(() => {
        for (const [logSeq, changes] of groupBySeq(movementsAfter(db, own, behind))) {
          for (const change of changes) this.#describe(change.batchId);
          this.#document.append(own, logSeq, changes);
        }
      });
    }
    this.#changed();
  }

  #describe(batchId: string): void {
    if (this.#document.description(batchId) !== undefined) return;
    const lot = this.#context.load(lotAggregate, batchId);
    if (lot === undefined || lot.openedAt === '') return;
    this.#document.describe(batchId, { ndc: lot.drugKey, lotNumber: lot.lotNumber, expiresOn: lot.expiresOn });
  }

  /** Each terminal writes the statuses it set itself; the ledger brings the others'. */
  #noteStatus(batchId: string): void {
    const lot = this.#context.load(lotAggregate, batchId);
    const head = lot?.statusHeads.findLast((one) => one.terminalId === this.#context.terminalId);
    if (head) this.#document.setStatus(this.#context.origin(), batchId, head.status, head.statusId);
  }
}

/** A saved document that cannot be read is worth nothing: the ledger has it all. */
function loaded(storeId: string, state: Uint8Array | undefined): InventoryDocument {
  const document = new InventoryDocument({ storeId, epoch });
  if (state === undefined) return document;
  try {
    document.load(state);
    return document;
  } catch {
    document.destroy();
    return new InventoryDocument({ storeId, epoch });
  }
}

type Change = { batchId: string; addMilli: number; takeMilli: number };

function groupBySeq(movements: readonly (Change & { logSeq: number })[]): Map<number, Change[]> {
  const groups = new Map<number, Change[]>();
  for (const movement of movements) {
    const group = groups.get(movement.logSeq);
    if (group === undefined) groups.set(movement.logSeq, [movement]);
    else group.push(movement);
  }
  return groups;
}

function beyondMending(finding: Finding, own: string): boolean {
  switch (finding.kind) {
    case 'foreign-document':
    case 'epoch-started-twice':
      return true;
    case 'ledger-behind':
    case 'forked':
    case 'malformed':
      return finding.replicaId === own;
    default:
      return false;
  }
}

function sentence(finding: Finding): string {
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
    case 'epoch-started-twice':
      return 'The shared document held foreign entries and was rebuilt from the ledger.';
  }
}
