import type { Kernel } from '../kernel/kernel.ts';
import { dateIn } from '../kernel/time.ts';
import { readDemoCatalog } from './demo-catalog.ts';
import { DemoDesk } from './demo-desk.ts';
import { pastStories, type Scene } from './demo-past.ts';
import { type DemoPatient, registerPatients } from './demo-patients.ts';
import { demoTime } from './demo-time.ts';
import { todayStories } from './demo-today.ts';
import { openDemoStore } from './open-store.ts';
import { OrderBook } from './orders.ts';
import { type DemoJurisdiction, demoPlaces } from './places.ts';
import { play } from './play.ts';
import { Prng } from './prng.ts';

export interface DemoOptions {
  /** A kernel over an empty store. */
  readonly kernel: Kernel;
  readonly jurisdiction: DemoJurisdiction;
  /** Of the published demo password; the same for all four users. */
  readonly passwordHash: string;
  /** When someone first looks at it: everything happens before. */
  readonly nowMs: number;
  /** The kernel's clock, which must follow. */
  setClock(ms: number): void;
  readonly seed?: string;
}

export const demoPassword = 'apotheca-demo';

/**
 * A small pharmacy in the middle of a working day, played through the same endpoints as the screens use: three months
 * of stock and use, 64 made-up patients, and prescriptions at every stage. The same seed and moment give the same
 * store. Every name, number and fax in it is marked or plainly invented.
 */
export async function fillDemoStore(options: DemoOptions): Promise<{ readonly refused: readonly string[] }> {
  const { kernel, jurisdiction, nowMs } = options;
  const place = demoPlaces[jurisdiction];
  const rng = new Prng(`${options.seed ?? 'demo'} ${jurisdiction}`);
  const time = demoTime(place, nowMs, dateIn(place.profile.timeZone, nowMs));
  const desk = new DemoDesk(kernel);
  const catalog = readDemoCatalog(kernel.host.service('drugs'), place);
  const patients: DemoPatient[] = [];
  const book = new OrderBook({ rng, place, time, catalog });
  const scene: Scene = { desk, rng, time, book, patients };
  const stories = [
    openDemoStore({ desk, place, time, rng, catalog, passwordHash: options.passwordHash }),
    registerPatients({ desk, place, time, rng }, patients),
    ...pastStories(scene),
    ...todayStories(scene, place),
  ];
  const refused = await play(stories, (ms) => options.setClock(Math.min(ms, nowMs)));
  options.setClock(nowMs);
  return { refused };
}
