import {
  clientIdsMax,
  crossCheck,
  type Finding,
  InventoryView,
  LedgerTotals,
  packTotals,
  type ReplicaTotals,
} from '@apotheca/crdt-inventory';
import type { CommittedChange, ModuleContext } from '../../kernel/module.ts';
import { systemCall } from '../nodes/system-call.ts';
import { beyondMending, sentence } from './document-findings.ts';
import { describeLot, noteOwnStatus, writeAllParts, writeOwnPart } from './document-parts.ts';
import { closeDocument, groupBySeq, type OpenDocument, openDocument } from './open-document.ts';
import { movementsAfter, origins, readDocument, readSums, sumOfAll, writeSaved } from './saved-stock.ts';
import type { InventoryHealth, InventoryReplica } from './services.ts';
import { type RollReason, stockDocumentAggregate, stockDocumentId } from './stock-document.ts';

/** Movements between two saves of the document and the sums; a crash costs reading these again. */
const movementsPerSave = 2000;
const checkEveryMs = 5 * 60_000;
/** After others' movements came in: when nothing more has come for this long, and not more often than that. */
const quietMs = 2_000;
const checkApartMs = 30_000;
const mendApartMs = 5_000;

/**
 * Keeps the replicated document and the ledger's sums in step with what is committed. Both are derived: after a crash
 * they catch up from the movements, and where the document is wrong the ledger's totals are written over it.
 */
export class StockKeeper {
  readonly #context: ModuleContext;
  readonly #isOver: (origin: string) => boolean;
  #ledger = new LedgerTotals();
  #open: OpenDocument;
  #read: ((batchId: string) => number) | null = null;
  #digest: string | null = null;
  #sinceSave = 0;
  #state: InventoryHealth['state'] = 'ok';
  #findings: readonly Finding[] = [];
  #checkedAt: string | null = null;
  #checkedMs: number;
  #learntMs: number | null = null;
  #mendedMs: number | null = null;
  readonly #listeners = new Set<(update: Uint8Array, isLocal: boolean) => void>();

  /** `isOver`: an incarnation that will write no more. */
  constructor(context: ModuleContext, isOver: (origin: string) => boolean = () => false) {
    this.#context = context;
    this.#isOver = isOver;
    this.#checkedMs = context.clock.monotonicMs();
    const saved = readSums(context.db);
    for (const sums of saved) this.#ledger.load(sums);
    if (saved.length === 0) this.#recount();
    this.#open = openDocument(context, this.#epochOfLedger().epoch, readDocument(context.db, context.storeId));
    this.#announce();
    if (this.#document.watermark(context.origin()) === 0) writeOwnPart(this.#context, this.#document, this.#ledger);
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
    if (this.#open.origin !== this.#context.origin()) this.#startOver();
    if (changes.some((change) => change.kind === '*')) {
      this.#recount();
      this.#followEpoch();
      this.check();
      return;
    }
    if (changes.some((change) => change.kind === stockDocumentAggregate.kind)) this.#followEpoch();
    const lots = changes.filter((change) => change.kind === 'lot');
    if (lots.length === 0) {
      // An incarnation may be over with what it wrote.
      this.#changed();
      return;
    }
    this.#catchUp();
    this.#document.together(() => {
      for (const lot of new Set(lots.map((change) => change.id))) noteOwnStatus(this.#context, this.#document, lot);
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
    this.#checkedMs = this.#context.clock.monotonicMs();
    this.#learntMs = null;
    this.#changed();
    return found;
  }

  /**
   * Every few seconds: the cross-check when it is due, and what only the leader does, which is to bring in what nobody
   * else will write any more and to start the next epoch.
   */
  upkeep(leads: () => boolean): void {
    const nowMs = this.#context.clock.monotonicMs();
    const sinceCheck = nowMs - this.#checkedMs;
    const isCaughtUp = this.#learntMs !== null && nowMs - this.#learntMs >= quietMs;
    if (sinceCheck >= checkEveryMs || (isCaughtUp && sinceCheck >= checkApartMs)) {
      this.#mendOthers(this.check(), leads());
    }
    const reason = this.#whyRoll();
    if (reason !== null && leads()) this.#rollEpoch(reason);
  }

  health(discrepancies: number): InventoryHealth {
    const replicas = this.#view().replicas();
    return {
      state: this.#findings.some((one) => one.kind === 'update-missing') ? 'behind' : this.#state,
      batches: new Set(replicas.flatMap((replica) => [...replica.totals.keys()])).size,
      discrepancies,
      watermarks: Object.fromEntries(replicas.map((replica) => [replica.replicaId, replica.watermark])),
      findings: [...new Set(this.#findings.map(sentence))],
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
      if (this.#document.takeTouched(this.#context.origin())) this.#mendOwn();
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
        document: { room: this.#document.room, state: this.#document.encodeState() },
        sums: replicas.map((one) => [one.replicaId, packTotals(one.watermark, one.totals)] as const),
      });
    });
    this.#sinceSave = 0;
  }

  close(): void {
    this.save();
    closeDocument(this.#context, this.#open);
  }

  get #document() {
    return this.#open.document;
  }

  #view(): InventoryView {
    return new InventoryView(this.#document, this.#ledger, this.#isOver);
  }

  #changed(): void {
    this.#read = null;
    this.#digest = null;
  }

  #announce(): void {
    this.#document.onUpdate((update, isLocal) => {
      for (const listener of this.#listeners) listener(update, isLocal);
    });
  }

  #reopen(epoch: number): void {
    this.#document.destroy();
    this.#open = openDocument(this.#context, epoch, undefined);
    this.#announce();
    this.#changed();
  }

  /** Throws the document away and takes this terminal's part from the ledger; peers bring theirs again. */
  #startOver(): void {
    this.#reopen(this.#open.epoch);
    writeOwnPart(this.#context, this.#document, this.#ledger);
  }

  #epochOfLedger() {
    return this.#context.load(stockDocumentAggregate, stockDocumentId) ?? stockDocumentAggregate.initial('');
  }

  /** Into the room the ledger names. Who started its epoch brings everybody's part, the others their own. */
  #followEpoch(): void {
    const { epoch, starts } = this.#epochOfLedger();
    if (epoch === this.#open.epoch) return;
    const own = this.#context.origin();
    this.#reopen(epoch);
    const write = starts.includes(own) ? writeAllParts : writeOwnPart;
    write(this.#context, this.#document, this.#ledger);
    this.save();
  }

  #whyRoll(): RollReason | null {
    const isFound = (kind: Finding['kind']) => this.#findings.some((one) => one.kind === kind);
    if (this.#epochOfLedger().starts.length > 1 || isFound('epoch-started-twice')) return 'started-twice';
    if (isFound('foreign-document')) return 'foreign-document';
    return this.#document.clientIdCount >= clientIdsMax ? 'client-ids' : null;
  }

  #rollEpoch(reason: RollReason): void {
    const from = this.#open.epoch;
    const clientIds = this.#document.clientIdCount;
    this.#context.command(systemCall('inventory.rollEpoch'), { action: 'inventory.roll-epoch' }, (unit) => {
      unit.authorize({ epoch: from + 1 });
      if ((unit.load(stockDocumentAggregate, stockDocumentId)?.epoch ?? 1) !== from) return;
      const payload = { epoch: from + 1, clientIds, reason };
      unit.append(stockDocumentAggregate, stockDocumentId, { type: 'inventory.epoch-rolled', payload });
    });
    this.check();
  }

  /** An update wrote into the own part, as the start of an epoch does: what the ledger has stands again. */
  #mendOwn(): void {
    const mine = this.#ledger.replica(this.#context.origin());
    const theirs = this.#document.replica(mine.replicaId);
    if (theirs.watermark > mine.watermark || isSame(theirs, mine)) return;
    const nowMs = this.#context.clock.monotonicMs();
    // Two copies of this terminal would answer each other for ever.
    if (this.#mendedMs !== null && nowMs - this.#mendedMs < mendApartMs) this.#learntMs ??= nowMs;
    else {
      this.#mendedMs = nowMs;
      this.#document.replaceOwn(mine);
    }
  }

  /** Parts nobody writes any more: of earlier incarnations here, and for the leader of whoever never brought any. */
  #mendOthers(found: readonly Finding[], leads: boolean): void {
    const { terminalId } = this.#context;
    const own = this.#context.origin();
    for (const one of found) {
      if (one.kind !== 'document-behind' || one.replicaId === own) continue;
      const isEarlier = one.replicaId.startsWith(`${terminalId}:`);
      if (isEarlier || (leads && one.from === 0)) this.#document.adopt(this.#ledger.replica(one.replicaId));
    }
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
        if (origin !== own) this.#learntMs = this.#context.clock.monotonicMs();
      }
    }
    const behind = this.#document.watermark(own);
    if (behind < this.#ledger.replica(own).watermark) {
      this.#document.together(() => {
        for (const [logSeq, changes] of groupBySeq(movementsAfter(db, own, behind))) {
          for (const change of changes) describeLot(this.#context, this.#document, change.batchId);
          this.#document.append(own, logSeq, changes);
        }
      });
    }
    this.#changed();
  }
}

function isSame(a: ReplicaTotals, b: ReplicaTotals): boolean {
  return Buffer.compare(packTotals(a.watermark, a.totals), packTotals(b.watermark, b.totals)) === 0;
}
