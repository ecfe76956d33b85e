// long: one terminal of the simulation, with all that can be asked of it.
import { type Kernel, openKernel } from '../../kernel/kernel.ts';
import type { SigningKey } from '../../kernel/ledger/chain.ts';
import type { HeadStore, LedgerHead } from '../../kernel/ledger/head-store.ts';
import type { StoreKey } from '../../kernel/ledger/payload.ts';
import type { Random } from '../../kernel/ports.ts';
import { lotAggregate, lotIdOf } from '../../modules/inventory/lot.ts';
import type { LotEvent, LotState } from '../../modules/inventory/model.ts';
import type { InventoryService, RightsPort, RightsWish } from '../../modules/inventory/services.ts';
import type { LeaseService } from '../../modules/lease/services.ts';
import { systemCall } from '../../modules/nodes/system-call.ts';
import { terminalAggregate } from '../../modules/nodes/terminal-model.ts';
import { createPlainGate } from '../../modules/policy/gate.ts';
import { leaseChannel } from '../../replication/lease/messages.ts';
import type { Vote, VoteStore } from '../../replication/lease/voter.ts';
import { admit } from '../../replication/membership.ts';
import type { ReplicaStore, Signal } from '../../replication/ports.ts';
import { SyncNode } from '../../replication/sync-node.ts';
import { FakeClock, SeededRandom } from '../fakes.ts';
import { type MemoryDatabase, memoryDatabase } from '../memory-database.ts';
import { controlledDrug, noteAggregate, plainDrug, simulationModules } from './modules.ts';
import type { NetworkEnd } from './network.ts';

export const simulationStoreId = 'store_simulation';
const startsAt = '2026-11-21T15:00:00Z';
const expiresOn = '2028-06-30';
export const storeKey: StoreKey = { id: 'k1', bytes: new SeededRandom('simulation key').bytes(32) };

/** What a run may break on purpose, to see that its checks notice. */
export interface Breakage {
  /** Rows leave before what is outside the database remembers them, and a crash loses that database's tail. */
  readonly sendsBeforeSync?: boolean;
  /** A restored database goes on under its old incarnation, and its totals with it. */
  readonly keepsIncarnation?: boolean;
  /** All terminals write the stock document under one client id. */
  readonly sharesClientId?: boolean;
}

export interface TerminalWorld {
  readonly breakage: Breakage;
  defer(owner: object, work: () => void): void;
  isLinked(a: string, b: string): boolean;
  /** The incarnation a terminal writes under; undefined while it is down. */
  originOf(terminalId: string): string | undefined;
  onAcknowledged(origin: string, seq: number): void;
}

interface Running {
  readonly db: MemoryDatabase;
  readonly kernel: Kernel;
  readonly node: SyncNode;
}

/** One terminal with everything real but its disk and its clock: kernel, stock, lease, replication. */
export class SimulatedTerminal implements NetworkEnd {
  readonly id: string;
  readonly kind = 'direct';
  readonly clock = new FakeClock(startsAt);
  /** How fast its monotonic clock runs. */
  readonly rate: number;
  readonly #world: TerminalWorld;
  readonly #key: SigningKey;
  readonly #votes: VoteStore;
  #head: LedgerHead | null = null;
  #starts = 0;
  #passedMs = 0;
  version: 1 | 2;
  running: Running | null = null;
  /** The disk while nothing runs on it. */
  disk: Uint8Array;
  downUntil = 0;

  constructor(
    world: TerminalWorld,
    options: { id: string; key: SigningKey; disk: Uint8Array; rate: number; version: 1 | 2 },
  ) {
    this.#world = world;
    this.id = options.id;
    this.#key = options.key;
    this.disk = options.disk;
    this.rate = options.rate;
    this.version = options.version;
    let kept: Vote | null = null;
    this.#votes = {
      read: () => kept,
      write(vote) {
        kept = vote;
      },
    };
  }

  get node(): SyncNode | null {
    return this.running?.node ?? null;
  }

  get kernel(): Kernel {
    if (!this.running) throw new Error(`${this.id} is down`);
    return this.running.kernel;
  }

  wallMs(): number {
    return this.clock.nowMs();
  }

  /** Real time passes: the wall clock is set by somebody now and then, the monotonic one runs a little wrong. */
  pass(ms: number): void {
    this.#passedMs += ms;
    const elapsed = Math.round(this.#passedMs * this.rate) - this.clock.monotonicMs();
    this.clock.advance(elapsed);
    this.clock.jump(ms - elapsed);
  }

  get inventory(): InventoryService {
    return this.kernel.host.service('inventory') as InventoryService;
  }

  get lease(): LeaseService {
    return this.kernel.host.service('lease') as LeaseService;
  }

  start(isRestored = false): void {
    this.#starts += 1;
    const db = memoryDatabase(this.disk);
    const headStore: HeadStore = {
      read: () => this.#head,
      write: (head) => {
        if (!this.#world.breakage.sendsBeforeSync && !this.#world.breakage.keepsIncarnation) this.#head = head;
      },
    };
    const kernel = openKernel({
      db,
      storeId: simulationStoreId,
      terminalId: this.id,
      storeKeys: [storeKey],
      terminalKey: this.#key,
      clock: this.clock,
      random: this.#random(),
      gate: createPlainGate(),
      headStore,
      modules: simulationModules(
        { rights: this.#rights(), votes: this.#votes, terminalRoles: ['terminal'] },
        this.version,
      ),
      forceNewIncarnation: isRestored && !this.#world.breakage.keepsIncarnation,
    });
    const owner = {};
    const node = new SyncNode({
      store: this.#world.breakage.sendsBeforeSync ? uncapped(kernel) : kernel.replica,
      self: {
        terminalId: this.id,
        origin: kernel.ledger.origin,
        kind: 'direct',
        appVersion: String(this.version),
        schemaVersion: 1,
      },
      sealer: { seal: ({ body }) => body, open: ({ body }) => body },
      random: new SeededRandom(`node ${this.id} ${this.#starts}`),
      defer: (work) => this.#world.defer(owner, () => this.running?.node === node && work()),
      onSignal: (signal) => this.#signalled(signal),
      onAlarm: () => {},
      forwards: false,
    });
    this.running = { db, kernel, node };
    this.lease.attach({
      relay: 'relay',
      hasMet: () => true,
      send: (to, body) => void node.signal(to, leaseChannel, body),
    });
    kernel.engine.onCommit(() => {
      if (!this.#world.breakage.sendsBeforeSync) kernel.engine.seal();
      node.storeAdvanced(this.wallMs());
    });
  }

  #random(): Random {
    const random = new SeededRandom(`${this.id} ${this.#starts}`);
    if (!this.#world.breakage.sharesClientId) return random;
    return { bytes: (length) => (length === 4 ? Uint8Array.of(0, 0, 0, 7) : random.bytes(length)) };
  }

  #rights(): RightsPort {
    return {
      ask: async (origin, wish) => this.#ask(origin, wish),
      isReachable: (origin) => this.#world.isLinked(this.id, terminalOf(origin)),
      terminals: () => 3,
      leads: () => this.lease.holds(),
      missing: () => [],
      strandingOf: (origin) => (this.#isSuperseded(origin) ? 'superseded' : null),
    };
  }

  /** Its terminal says that it writes under another one now. */
  #isSuperseded(origin: string): boolean {
    const current = this.#world.originOf(terminalOf(origin));
    return current !== undefined && current !== origin;
  }

  #ask(origin: string, wish: RightsWish): void {
    this.running?.node.signal(terminalOf(origin), 'rights', Buffer.from(JSON.stringify(wish)));
  }

  #signalled({ from, channel, body }: Signal): void {
    if (channel === leaseChannel) this.lease.received(from, body);
    else if (channel === 'rights') this.inventory.rights.pass(JSON.parse(Buffer.from(body).toString()) as RightsWish);
  }

  /** The process dies: what was committed is on the disk. */
  crash(): void {
    if (!this.running) return;
    this.disk = this.running.db.image();
    this.running.db.close();
    this.running = null;
  }

  tick(isSealing: boolean): void {
    if (!this.running) return;
    if (isSealing) this.kernel.engine.seal();
    this.running.node.renewOrigin(this.kernel.ledger.origin);
    this.running.node.storeAdvanced(this.wallMs());
    this.running.node.tick(this.wallMs());
    this.lease.tick();
  }

  /** Asks the others for its share of the controlled lots. */
  askForShare(): void {
    for (const { origin, wish } of this.inventory.rights.wishes()) this.#ask(origin, wish);
  }

  take(drugKey: string, quantityMilli: number): void {
    this.#command('simulation.take', (unit) => {
      const request = { ndc11: drugKey, quantityMilli, notBefore: '2026-11-21' };
      const allocated = this.inventory.allocate(unit, request);
      if (!allocated.ok) return;
      const ref = { kind: 'fill', id: unit.newId('fill') } as const;
      this.inventory.take(unit, { allocations: allocated.value, reason: 'fill', ref });
    });
  }

  receive(drugKey: string, lotNumber: string, quantityMilli: number): void {
    this.#command('simulation.receive', (unit) => {
      const batchId = lotIdOf({ drugKey, lotNumber, expiresOn });
      const opened: LotEvent = { type: 'lot.opened', payload: { drugKey, name: drugKey, lotNumber, expiresOn } };
      if (!unit.load(lotAggregate, batchId)?.openedAt) unit.append(lotAggregate, batchId, opened);
      const ref = { kind: 'receipt', id: unit.newId('receipt') } as const;
      const payload = { deltaMilli: quantityMilli, reason: 'receipt', ref, on: unit.today, drugKey } as const;
      unit.append(lotAggregate, batchId, { type: 'lot.moved', payload });
    });
  }

  /** Written by version 2 only. */
  note(text: string): void {
    if (this.version === 1) return;
    this.#command('simulation.note', (unit) => {
      unit.append(noteAggregate, `note-${text.length % 3}`, { type: 'note.added', payload: { text } });
    });
  }

  enrol(terminalId: string, publicKey: Uint8Array): void {
    this.#command('simulation.enrol', (unit) => {
      const member = { terminalId, publicKey, boxKey: new Uint8Array(32) };
      const signer = { terminalId: this.id, privateKey: this.#key.privateKey };
      const { signature, ...statement } = admit(simulationStoreId, signer, member);
      const { publicKey: key, boxKey, by } = statement;
      const of = { name: terminalId, publicKey: key, boxKey, keyIds: [], by, approvedBy: null, statement: signature };
      unit.append(terminalAggregate, terminalId, { type: 'terminal.enrolled', payload: of });
    });
  }

  #command(action: string, work: Parameters<Kernel['engine']['command']>[2]): void {
    const { engine, ledger } = this.kernel;
    engine.command(systemCall(action), action, (unit) => {
      unit.authorize({});
      work(unit);
    });
    const { origin } = ledger;
    this.#world.onAcknowledged(origin, ledger.head(origin).seq);
  }

  lots(): LotState[] {
    return [plainDrug, controlledDrug].flatMap((drugKey) =>
      ['A', 'B'].flatMap((lotNumber) => this.inventory.lot(lotIdOf({ drugKey, lotNumber, expiresOn })) ?? []),
    );
  }
}

/** As if what was committed a moment ago were safe: rows go out before they are remembered outside the database. */
function uncapped(kernel: Kernel): ReplicaStore {
  const { replica, ledger } = kernel;
  return {
    storeId: replica.storeId,
    heads: () => [...replica.heads().filter((head) => head.origin !== ledger.origin), ...own()],
    head: (origin) => (origin === ledger.origin ? own()[0] : replica.head(origin)),
    isQuarantined: (origin) => replica.isQuarantined(origin),
    read: (origin, afterSeq, maxBytes, done) => replica.read(origin, afterSeq, maxBytes, done),
    take: (batch, nowMs, done) => replica.take(batch, nowMs, done),
  };
  function own() {
    const head = ledger.head(ledger.origin);
    return head.seq > 0 ? [{ origin: ledger.origin, ...head, sealedSeq: ledger.sealedSeq(ledger.origin) }] : [];
  }
}

function terminalOf(origin: string): string {
  return origin.slice(0, origin.lastIndexOf(':'));
}
