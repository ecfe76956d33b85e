import { signingKeyOf } from '../../kernel/ledger/chain.ts';
import { leaseTimes } from '../../replication/lease/lease.ts';
import { seededRandom } from '../../replication/lease/simulate.ts';
import { SeededRandom } from '../fakes.ts';
import { memoryDatabase } from '../memory-database.ts';
import { headOn, judge } from './judge.ts';
import { controlledDrug, plainDrug } from './modules.ts';
import { Network, type NetworkEnd } from './network.ts';
import { SimulatedRelay } from './relay.ts';
import { type Breakage, SimulatedTerminal, type TerminalWorld } from './terminal.ts';

export interface SimulationReport {
  /** What went wrong, in words; empty when all held. */
  readonly faults: readonly string[];
  readonly commands: number;
  readonly crashes: number;
  readonly restores: number;
  readonly partitions: number;
  readonly terminals: number;
}

const stepMs = 50;
const troubleMs = 6_000;
const quietMs = 45_000;

/**
 * Three to eight terminals and a relay live through partitions, late, lost, doubled and overtaken messages, crashes,
 * lost tails, restored backups, clocks that differ and jump, and two versions of the program; then it is quiet. One
 * seed, one run: the same seed gives the same run.
 */
export function simulate(seed: number, breakage: Breakage = {}): SimulationReport {
  return new World(seed, breakage).run();
}

class World implements TerminalWorld {
  readonly breakage: Breakage;
  readonly #random: () => number;
  readonly #network: Network;
  readonly #terminals: SimulatedTerminal[] = [];
  readonly #relay: SimulatedRelay;
  readonly #faults = new Set<string>();
  readonly #acknowledged = new Map<string, number>();
  readonly #backups = new Map<SimulatedTerminal, Uint8Array>();
  #deferred: (() => void)[] = [];
  #now = 0;
  #commands = 0;
  #crashes = 0;
  #restores = 0;
  #partitions = 0;

  constructor(seed: number, breakage: Breakage) {
    this.breakage = breakage;
    this.#random = seededRandom(seed);
    this.#network = new Network(this.#random);
    const count = this.#terminalCount();
    const hasTwoVersions = this.#random() < 0.3;
    const ids = Array.from({ length: count }, (_, index) => `t${index}`);
    const keys = new Map(ids.map((id) => [id, signingKeyOf(new SeededRandom(`terminal ${id}`).bytes(32))]));
    this.#relay = new SimulatedRelay(
      this,
      [...keys].map(([terminalId, { publicKey }]) => ({ terminalId, publicKey })),
    );
    const founder = this.#make(ids[0] as string, emptyDisk, hasTwoVersions ? 2 : 1, keys);
    founder.start();
    for (const [id, { publicKey }] of keys) founder.enrol(id, publicKey);
    founder.receive(controlledDrug, 'A', 100_000);
    founder.receive(plainDrug, 'A', 100_000);
    founder.kernel.engine.seal();
    const image = founder.running?.db.image() ?? emptyDisk;
    for (const id of ids.slice(1)) {
      // A newcomer begins with the snapshot of the one that let it in.
      const newcomer = this.#make(id, image, hasTwoVersions && this.#random() < 0.5 ? 1 : 2, keys);
      if (!hasTwoVersions) newcomer.version = 1;
      newcomer.start();
    }
  }

  /** Three to eight; few more often than many, because a run costs their square. */
  #terminalCount(): number {
    const size = this.#random();
    return 3 + Math.floor(size * size * size * 6);
  }

  #make(
    id: string,
    disk: Uint8Array,
    version: 1 | 2,
    keys: ReadonlyMap<string, ReturnType<typeof signingKeyOf>>,
  ): SimulatedTerminal {
    const rate = 1 + (this.#random() * 2 - 1) * leaseTimes.driftShare;
    const terminal = new SimulatedTerminal(this, {
      id,
      key: keys.get(id) as ReturnType<typeof signingKeyOf>,
      disk,
      rate,
      version,
    });
    terminal.clock.jump(Math.floor((this.#random() - 0.5) * 600_000));
    this.#terminals.push(terminal);
    return terminal;
  }

  defer(_owner: object, work: () => void): void {
    this.#deferred.push(work);
  }

  originOf(terminalId: string): string | undefined {
    return this.#terminals.find(({ id }) => id === terminalId)?.running?.kernel.ledger.origin;
  }

  isLinked(a: string, b: string): boolean {
    return this.#network.isLinked(a, b);
  }

  onAcknowledged(origin: string, seq: number): void {
    this.#commands += 1;
    this.#acknowledged.set(origin, Math.max(seq, this.#acknowledged.get(origin) ?? 0));
  }

  wallMs(): number {
    return this.#terminals[0]?.wallMs() ?? 0;
  }

  monotonicMs(): number {
    return this.#now;
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  get #ends(): NetworkEnd[] {
    return [...this.#terminals, this.#relay];
  }

  run(): SimulationReport {
    for (; this.#now < troubleMs && this.#faults.size === 0; this.#now += stepMs) {
      this.#misfortune();
      for (const terminal of this.#terminals) if (terminal.running && this.#random() < 0.07) this.#act(terminal);
      this.#step();
    }
    this.#calm();
    const end = this.#now + quietMs;
    for (; this.#now < end && this.#faults.size === 0; this.#now += stepMs) {
      this.#step();
      if (this.#now % 1_000 === 0 && this.#isConverged()) break;
    }
    if (this.#faults.size === 0) this.#judge();
    for (const terminal of this.#terminals) terminal.crash();
    return {
      faults: [...this.#faults],
      commands: this.#commands,
      crashes: this.#crashes,
      restores: this.#restores,
      partitions: this.#partitions,
      terminals: this.#terminals.length,
    };
  }

  #step(): void {
    for (const terminal of this.#terminals) terminal.pass(stepMs);
    if (this.#now % 500 === 0) this.#network.dial(this.#ends, this.#now);
    this.#network.deliver(this.#now);
    const work = this.#deferred;
    this.#deferred = [];
    for (const one of work) one();
    if (this.#now % 250 === 0) {
      for (const terminal of this.#terminals) terminal.tick(this.#now % 500 === 0);
      this.#relay.node.tick(this.wallMs());
    }
    if (this.#now % 2_000 === 0) {
      for (const terminal of this.#terminals) if (terminal.running) terminal.askForShare();
      this.#exchangeDocuments();
    }
    const holders = this.#terminals.filter((terminal) => terminal.running && terminal.lease.holds());
    if (holders.length > 1) this.#faults.add(`the lease is held by ${holders.map(({ id }) => id).join(' and ')}`);
  }

  #act(terminal: SimulatedTerminal): void {
    const drugKey = this.#random() < 0.5 ? controlledDrug : plainDrug;
    const quantityMilli = 1_000 * (1 + this.#below(20));
    const action = this.#random();
    if (action < 0.7) terminal.take(drugKey, quantityMilli);
    else if (action < 0.85) terminal.receive(drugKey, this.#random() < 0.5 ? 'A' : 'B', quantityMilli);
    else terminal.note('x'.repeat(1 + this.#below(9)));
  }

  #misfortune(): void {
    this.#network.weather = { delayMs: this.#random() < 0.1 ? 2_000 : 100, mischief: this.#random() < 0.2 ? 0.05 : 0 };
    if (this.#random() < 0.01) {
      this.#network.partition(new Map(this.#ends.map(({ id }) => [id, this.#below(3)])));
      this.#partitions += 1;
    }
    if (this.#random() < 0.01) this.#network.heal();
    for (const terminal of this.#terminals) {
      if (!terminal.running) {
        if (this.#now >= terminal.downUntil) terminal.start();
        continue;
      }
      const fate = this.#random();
      if (fate < 0.004) this.#crash(terminal);
      else if (fate < 0.008) this.#backups.set(terminal, terminal.running.db.image());
      else if (fate < 0.011) terminal.clock.jump(Math.floor((this.#random() - 0.5) * 4 * 3_600_000));
    }
  }

  /** The process dies; now and then the disk has lost what came last, or a backup is put in its place. */
  #crash(terminal: SimulatedTerminal): void {
    this.#crashes += 1;
    const backup = this.#backups.get(terminal);
    const fate = this.#random();
    const before = terminal.kernel.ledger.vector();
    this.#network.unplug(terminal);
    terminal.crash();
    terminal.downUntil = this.#now + this.#below(2_000);
    if (!backup || fate < 0.5) return;
    terminal.disk = backup;
    this.#forgetLost(terminal, before);
    if (fate < 0.75) return;
    this.#restores += 1;
    terminal.start(true);
  }

  /** What was on no other disk is gone with this one: nobody can be asked to have it. */
  #forgetLost(terminal: SimulatedTerminal, before: Readonly<Record<string, number>>): void {
    for (const [origin, known] of this.#acknowledged) {
      if ((before[origin] ?? 0) === headOn(terminal, origin)) continue;
      const kept = Math.max(...this.#terminals.map((one) => headOn(one, origin)));
      const seq = Math.max(this.#relay.store.head(origin)?.seq ?? 0, kept);
      this.#acknowledged.set(origin, Math.min(known, seq));
    }
  }

  #calm(): void {
    this.#network.weather = { delayMs: 50, mischief: 0 };
    this.#network.heal();
    for (const terminal of this.#terminals) {
      if (terminal.running && terminal.version === 1) {
        this.#network.unplug(terminal);
        terminal.crash();
      }
      terminal.version = 2;
      terminal.clock.jump(this.#latestMs() - terminal.wallMs());
      if (!terminal.running) terminal.start();
    }
  }

  #latestMs(): number {
    return Math.max(...this.#terminals.map((terminal) => terminal.wallMs()));
  }

  #exchangeDocuments(): void {
    const up = this.#terminals.filter((terminal) => terminal.running);
    for (const to of up) {
      for (const from of up) {
        if (to === from || !this.#network.isLinked(to.id, from.id)) continue;
        const { replica } = from.inventory;
        to.inventory.replica.applyUpdate(replica.encodeUpdate(to.inventory.replica.encodeStateVector()));
      }
    }
  }

  #isConverged(): boolean {
    const digests = this.#terminals.map((one) => `${one.kernel.ledger.digest()} ${one.kernel.projections.digest()}`);
    const holders = this.#terminals.filter((terminal) => terminal.lease.holds()).length;
    return new Set(digests).size === 1 && holders === 1;
  }

  #judge(): void {
    this.#exchangeDocuments();
    this.#exchangeDocuments();
    const isRebuilt = this.#random() < 0.2;
    for (const fault of judge(this.#terminals, this.#acknowledged, isRebuilt)) this.#faults.add(fault);
  }
}

const emptyDisk: Uint8Array = (() => {
  const db = memoryDatabase();
  const image = db.image();
  db.close();
  return image;
})();
