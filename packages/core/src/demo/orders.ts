import type { DemoCatalog } from './demo-catalog.ts';
import type { DemoPatient } from './demo-patients.ts';
import type { DemoTime } from './demo-time.ts';
import type { Order } from './fill-story.ts';
import type { DemoPlace } from './places.ts';
import { makePrescribers } from './prescribers.ts';
import type { Prng } from './prng.ts';
import { type Regimen, type Regimens, regimensOf } from './regimens.ts';

export interface OrderOptions {
  readonly writtenDaysAgo?: number;
  readonly origin?: Order['origin'];
  readonly promisedAt?: string;
  readonly priority?: Order['priority'];
}

/** Regimens that only a story asks for. */
export const storyRegimens: readonly Regimen[] = [
  {
    drug: 'sulfamethoxazole-trimethoprim 800-160 mg tablet',
    sig: '1 tab po bid x 7 days',
    quantity: 14,
    daysSupply: 7,
    refills: 0,
    kind: 'acute',
  },
  {
    drug: 'clarithromycin 500 mg tablet',
    sig: '1 tab po bid x 10 days',
    quantity: 20,
    daysSupply: 10,
    refills: 0,
    kind: 'acute',
  },
  { drug: 'simvastatin 40 mg tablet', sig: '1 tab po qhs', quantity: 30, daysSupply: 30, refills: 5, kind: 'chronic' },
  {
    drug: 'insulin glargine 100 units/mL pen injector',
    sig: 'inject 20 units subcut qhs',
    quantity: 15,
    daysSupply: 75,
    refills: 3,
    kind: 'chronic',
  },
];

/** Turns "this patient, that drug" into an order a prescriber could have sent. */
export class OrderBook {
  readonly regimens: Regimens;
  readonly #rng: Prng;
  readonly #time: DemoTime;
  readonly #catalog: DemoCatalog;
  readonly #prescribers: ReturnType<typeof makePrescribers>;

  constructor(from: { rng: Prng; place: DemoPlace; time: DemoTime; catalog: DemoCatalog }) {
    this.#rng = from.rng;
    this.#time = from.time;
    this.#catalog = from.catalog;
    this.#prescribers = makePrescribers(from.place);
    this.regimens = regimensOf(from.place);
  }

  /** The first of these drugs that this place's catalogue has; undefined where it has none of them. */
  order(patient: DemoPatient, drugs: readonly string[], options: OrderOptions = {}): Order | undefined {
    const all = [...(Object.values(this.regimens).flat() as Regimen[]), ...storyRegimens];
    const known = drugs.flatMap((name) => all.find((one) => one.drug === name) ?? []);
    const regimen = known.find((one) => this.#catalog.byName(one.drug) !== undefined);
    return regimen === undefined ? undefined : this.of(patient, regimen, options);
  }

  of(patient: DemoPatient, regimen: Regimen, options: OrderOptions = {}): Order | undefined {
    const drug = this.#catalog.byName(regimen.drug);
    if (drug === undefined) return undefined;
    const { writtenDaysAgo = 0, ...rest } = options;
    return {
      patientId: patient.id,
      drug,
      regimen,
      prescriber: this.#rng.pick(this.#prescribers),
      writtenOn: this.#time.date(writtenDaysAgo),
      ...rest,
    };
  }

  /** Something ordinary for this patient. */
  ordinary(patient: DemoPatient, options: OrderOptions = {}): Order | undefined {
    const { chronic, acute, children } = this.regimens;
    const list = patient.isChild ? children : this.#rng.chance(60) ? chronic : acute;
    return this.of(patient, this.#rng.pick(list), options);
  }
}
