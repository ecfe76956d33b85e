import { addDays } from '../kernel/time.ts';
import { userAggregate } from '../modules/auth/model.ts';
import type { DrugRecord } from '../modules/drugs/model.ts';
import { lotAggregate } from '../modules/inventory/lot.ts';
import { storeAggregate, storeId } from '../modules/store/model.ts';
import type { DemoCatalog } from './demo-catalog.ts';
import { type DemoDesk, type DemoUser, demoRoles, demoTotpSecret } from './demo-desk.ts';
import type { DemoTime } from './demo-time.ts';
import { storyRegimens } from './orders.ts';
import type { DemoPlace } from './places.ts';
import type { Story } from './play.ts';
import { unitCostCents } from './price-list.ts';
import type { Prng } from './prng.ts';
import { type Regimen, regimensOf } from './regimens.ts';

export interface OpeningFrom {
  readonly desk: DemoDesk;
  readonly place: DemoPlace;
  readonly time: DemoTime;
  readonly rng: Prng;
  readonly catalog: DemoCatalog;
  readonly passwordHash: string;
}

/** How long ago the demo store began. */
export const openedDaysAgo = 92;
const productsStocked = 224;

/** Profile, staff, wholesalers, shelves: what stands before the first patient comes. */
export async function* openDemoStore(from: OpeningFrom): Story {
  yield from.time.day(openedDaysAgo, -240);
  setUp(from);
  const suppliers = await addSuppliers(from);
  const products = chooseProducts(from);
  yield from.time.day(openedDaysAgo, -200);
  const lots = await receiveOpeningStock(from, products, suppliers);
  await arrangeShelves(from, products, suppliers);
  for (let day = openedDaysAgo - 1; day >= 1; day -= 7) {
    yield from.time.day(Math.max(1, day - 6), 300);
    useOneWeek(from, lots, day);
  }
  yield from.time.ago(400);
  await setAside(from, lots);
}

function setUp({ desk, place, passwordHash }: OpeningFrom): void {
  const users = desk.unit(null, 'store.set-up', (unit) => {
    unit.append(storeAggregate, storeId, { type: 'store.set-up', payload: place.profile });
    return (Object.keys(demoRoles) as DemoUser[]).map((user) => {
      const id = unit.newId('user');
      unit.append(userAggregate, id, {
        type: 'user.created',
        payload: {
          username: user,
          name: place.staff[user],
          role: demoRoles[user],
          passwordHash,
          totpSecret: demoTotpSecret,
        },
      });
      return { user, id };
    });
  });
  for (const { user, id } of users) desk.seat(user, id, place.staff[user]);
}

async function addSuppliers({ desk, place }: OpeningFrom): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, name] of place.wholesalers.entries()) {
    const supplier = await desk.as<{ supplierId: string }>('manager', 'inventory.addSupplier', {
      name,
      accountNumber: `DEMO-${1000 + index}`,
      leadTimeDays: index + 1,
      orderCutOff: index === 0 ? '17:30' : '14:00',
    });
    ids.push(supplier.supplierId);
  }
  return ids;
}

/** Everything the demo's prescriptions need, and other drugs up to the size of a small store. */
function chooseProducts({ place, catalog, rng }: OpeningFrom): DrugRecord[] {
  const needed = everyRegimen(place).flatMap((one) => catalog.byName(one.drug) ?? []);
  const chosen = new Map(needed.map((drug) => [drug.key, drug]));
  const others = catalog.drugs.filter((drug) => !chosen.has(drug.key));
  for (const drug of rng.some(others, Math.max(0, productsStocked - chosen.size))) chosen.set(drug.key, drug);
  return [...chosen.values()];
}

function everyRegimen(place: DemoPlace): Regimen[] {
  return [...(Object.values(regimensOf(place)).flat() as Regimen[]), ...storyRegimens];
}

interface ShelfLot {
  readonly batchId: string;
  readonly drug: DrugRecord;
  /** How it is taken for good, where the demo's patients do. */
  readonly regimen: Regimen | undefined;
  /** Prescriptions of the stories may ask for it. */
  readonly isAsked: boolean;
  readonly expiresOn: string;
}

async function receiveOpeningStock(
  from: OpeningFrom,
  products: readonly DrugRecord[],
  suppliers: readonly string[],
): Promise<ShelfLot[]> {
  const { desk, place, rng, time } = from;
  const { chronic } = regimensOf(place);
  const every = everyRegimen(place);
  const lines = products.flatMap((drug, index) => {
    const regimen = chronic.find((one) => one.drug === drug.name);
    const asked = regimen ?? every.find((one) => one.drug === drug.name);
    const packageSize = (drug.packageSizeMilli ?? 30_000) / 1000;
    const fills = regimen ? rng.between(18, 40) : rng.between(8, 16);
    const packages = asked ? Math.ceil((asked.quantity * fills) / packageSize) : isDear(drug) ? 1 : rng.between(2, 4);
    const unitCost = unitCostCents(drug);
    const line = (expiresOn: string, count: number) => ({
      drug,
      regimen,
      isAsked: asked !== undefined,
      input: {
        ndc: drug.key,
        lotNumber: `D${rng.digits(5)}`,
        expiresOn,
        packages: count,
        packageCostCents: Math.max(1, Math.round(unitCost * packageSize)),
      },
    });
    const later = line(addDays(time.today, rng.between(300, 780)), packages);
    const sooner = asked
      ? [line(addDays(time.today, rng.between(150, 280)), Math.max(1, Math.floor(packages / 2)))]
      : [];
    const expiring = index % 17 === 3 ? [line(addDays(time.today, rng.between(12, 80)), 1)] : [];
    const expired = index === 5 || index === 40 ? [line(addDays(time.today, -rng.between(3, 9)), 1)] : [];
    return [later, ...sooner, ...expiring, ...expired];
  });
  const receipt = await desk.as<{ lines: { batchId: string; quantity: number; expiresOn: string }[] }>(
    'pharmacist',
    'inventory.receive',
    {
      supplierId: suppliers[0],
      invoice: { number: 'DEMO-OPENING', orderForm: place.country === 'US' ? 'DEMO-222-0001' : undefined },
      lines: lines.map((line) => line.input),
    },
  );
  return receipt.lines.map((line, index) => ({
    batchId: line.batchId,
    drug: (lines[index] as (typeof lines)[number]).drug,
    regimen: lines[index]?.regimen,
    isAsked: lines[index]?.isAsked ?? false,
    expiresOn: line.expiresOn,
  }));
}

/** A package for more than two hundred. */
function isDear(drug: DrugRecord): boolean {
  return (unitCostCents(drug) * (drug.packageSizeMilli ?? 30_000)) / 1000 > 20_000;
}

async function arrangeShelves(
  { desk }: OpeningFrom,
  products: readonly DrugRecord[],
  suppliers: readonly string[],
): Promise<void> {
  for (const [index, drug] of products.entries()) {
    const isCold = /insulin|semaglutide|pen injector|ophthalmic solution 0.005/.test(drug.name);
    if (index % 3 !== 0 && !isCold && drug.schedule === null) continue;
    await desk.as('manager', 'inventory.productSettings', {
      ndc: drug.key,
      binLocation: isCold ? 'FRIDGE' : drug.schedule === 'CII' ? 'SAFE' : `${'ABCDEF'[index % 6]}-${1 + (index % 12)}`,
      isRefrigerated: isCold,
      supplierId: suppliers[isCold ? suppliers.length - 1 : index % Math.max(1, suppliers.length - 1)],
      ...(index % 15 === 0 && !isDear(drug) ? minimumOf(drug) : {}),
    });
  }
}

/** More than most of them have: the order list of the demo is not empty. */
function minimumOf(drug: DrugRecord) {
  const packageSize = (drug.packageSizeMilli ?? 30_000) / 1000;
  return { reorderMin: packageSize * 9, reorderMax: packageSize * 12 };
}

/** What other patients took in seven days: stock falls, and daily use can be seen. Enough is left for the stories. */
function useOneWeek({ desk, rng, time }: OpeningFrom, lots: readonly ShelfLot[], firstDaysAgo: number): void {
  const days = Array.from({ length: Math.min(7, firstDaysAgo) }, (_, index) => time.date(firstDaysAgo - index));
  const keptFor = time.date(-100);
  const used = lots.filter((lot) => lot.expiresOn > keptFor && (lot.regimen !== undefined || !lot.isAsked));
  desk.unit('tech', 'demo.use', (unit) => {
    const entries = used.flatMap((lot) => {
      const { quantityMilli, percent } = usualUse(lot);
      let onHandMilli = unit.load(lotAggregate, lot.batchId)?.onHandMilli ?? 0;
      return days.flatMap((on) => {
        if (!rng.chance(percent) || onHandMilli < quantityMilli * keptTimes(lot)) return [];
        onHandMilli -= quantityMilli;
        const ref = { kind: 'fill', id: unit.newId('demofill') } as const;
        const payload = { deltaMilli: -quantityMilli, reason: 'fill', ref, on, drugKey: lot.drug.key };
        return [{ id: lot.batchId, payload }];
      });
    });
    unit.appendBatch(lotAggregate, 'lot.moved', entries);
  });
}

/** Fills that are left on the shelf for the stories. */
function keptTimes(lot: ShelfLot): number {
  return lot.isAsked ? 8 : 2;
}

/** How much is taken at a time, and on how many days of a hundred. */
function usualUse({ drug, regimen }: ShelfLot): { quantityMilli: number; percent: number } {
  if (regimen !== undefined) return { quantityMilli: Math.round(regimen.quantity * 1000), percent: 15 };
  const packageMilli = drug.packageSizeMilli ?? 30_000;
  const isCounted = drug.unit === 'EA' && packageMilli > 30_000;
  return { quantityMilli: isCounted ? Math.floor(packageMilli / 10_000) * 1000 : packageMilli, percent: 3 };
}

/** One lot with a broken seal, one recalled: blocked stock to look at. */
async function setAside({ desk }: OpeningFrom, lots: readonly ShelfLot[]): Promise<void> {
  const spare = lots.filter((lot) => lot.regimen === undefined && lot.drug.schedule === null);
  const [quarantined, recalled] = [spare[7], spare[20]];
  if (quarantined) {
    const input = { id: quarantined.batchId, status: 'quarantined', reason: 'Seal open on arrival (demo)' };
    await desk.as('tech', 'inventory.setStatus', input);
  }
  if (recalled) {
    const input = { id: recalled.batchId, status: 'recalled', reason: 'Letter of the manufacturer (demo)' };
    await desk.as('pharmacist', 'inventory.setStatus', input);
  }
}
