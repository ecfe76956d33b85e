import type { Kernel } from '../kernel/kernel.ts';
import type { Call, Unit } from '../kernel/module.ts';
import { addDays } from '../kernel/time.ts';
import type { DrugRecord } from '../modules/drugs/model.ts';
import { lotAggregate, lotIdOf } from '../modules/inventory/lot.ts';
import { patientAggregate } from '../modules/patients/aggregate.ts';
import { prescriptionAggregate } from '../modules/prescriptions/aggregate.ts';
import { type DemoCatalog, readDemoCatalog } from './demo-catalog.ts';
import { HistoryMaker } from './history-maker.ts';
import type { DemoPlace } from './places.ts';
import { unitCostCents } from './price-list.ts';
import { Prng } from './prng.ts';

export interface HistoryOptions {
  readonly place: DemoPlace;
  readonly patients: number;
  readonly fills: number;
  readonly seed?: string;
  /** Goes into every id, so that a second history in the same store is other people. */
  readonly tag?: string;
  /** Patients in one ledger row, with their prescriptions in another: rows stay small enough to be sent. */
  readonly patientsPerRow?: number;
  /** Patients in one commit: what the caller waits for between two steps. */
  readonly patientsPerCommit?: number;
}

export interface HistoryProgress {
  readonly patients: number;
  readonly prescriptions: number;
  readonly fills: number;
}

/**
 * Fills a store with the signed opening snapshot of a busy one: the way a store that changes systems brings its
 * history. Commit by commit; the caller may stop, wait or show progress between two. All of it is made up.
 */
export function* generateHistory(kernel: Kernel, options: HistoryOptions): Generator<HistoryProgress> {
  const { place, patients, fills } = options;
  const today = kernel.engine.today();
  const rng = new Prng(`${options.seed ?? 'history'} ${place.jurisdiction}`);
  const catalog = readDemoCatalog(kernel.host.service('drugs'), place);
  const maker = new HistoryMaker({ rng, place, catalog, today, tag: options.tag ?? 'h' });
  const run = (work: (unit: Unit) => void) => commit(kernel, work);
  run((unit) => openStock(unit, { rng, catalog, today }));
  const { patientsPerRow = 250, patientsPerCommit = 2000 } = options;
  let done: HistoryProgress = { patients: 0, prescriptions: 0, fills: 0 };
  while (done.patients < patients) {
    const until = Math.min(patients, done.patients + patientsPerCommit);
    run((unit) => {
      while (done.patients < until) {
        const count = Math.min(patientsPerRow, until - done.patients);
        const chunk = maker.chunk(count, Math.round((fills * (done.patients + count)) / patients) - done.fills);
        unit.appendBatch(patientAggregate, 'patient.registered', chunk.patients);
        unit.appendBatch(prescriptionAggregate, 'prescription.opened', chunk.prescriptions);
        done = {
          patients: done.patients + count,
          prescriptions: done.prescriptions + chunk.prescriptions.length,
          fills: done.fills + chunk.fills,
        };
      }
    });
    yield done;
  }
}

/** Two lots of every drug. */
function openStock(unit: Unit, from: { rng: Prng; catalog: DemoCatalog; today: string }): void {
  const { rng, catalog, today } = from;
  const entries = catalog.drugs.flatMap((drug) => [120, 480].map((days) => openingLot(rng, drug, today, days)));
  const lots = new Map(entries.map((entry) => [entry.id, entry]));
  unit.appendBatch(lotAggregate, 'lot.opened', [...lots.values()]);
}

function openingLot(rng: Prng, drug: DrugRecord, today: string, days: number) {
  const lotNumber = `H${rng.digits(6)}`;
  const expiresOn = addDays(today, days + rng.below(200));
  const packageMilli = drug.packageSizeMilli ?? 100_000;
  const openingMilli = packageMilli * rng.between(2, 12);
  const cost = { costCents: Math.ceil((unitCostCents(drug) * openingMilli) / 1000), forMilli: openingMilli };
  return {
    id: lotIdOf({ drugKey: drug.key, lotNumber, expiresOn }),
    payload: { drugKey: drug.key, name: drug.name, lotNumber, expiresOn, openingMilli, cost, on: today },
  };
}

function commit(kernel: Kernel, work: (unit: Unit) => void): void {
  const call: Call = {
    session: null,
    address: 'local',
    ownWindow: true,
    idempotencyKey: null,
    procedure: 'store.open-history',
    requestId: 'history',
    signal: new AbortController().signal,
  };
  kernel.engine.command(call, 'store.open-history', (unit) => {
    unit.authorize({});
    work(unit);
    return null;
  });
}
