import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../apps/desktop/src/service/database/open-store.ts';
import { type Figure, ms, spreadOf, timed, timedAsync } from './measure.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

const handOvers = 300;

/** A prescription for a new patient, up to the bin. */
async function makeReady(work: Workplace, index: number, ndc: string): Promise<{ fillId: string; cents: number }> {
  const patient = await work.call('tech', 'patients.create', {
    name: { given: `Bench${index}`, family: `Counter${index}` },
    birthDate: `19${String(40 + (index % 50))}-0${1 + (index % 9)}-1${index % 10}`,
    sex: 'female',
    confirmNotDuplicate: true,
  });
  const rx = await work.call('tech', 'prescriptions.create', {
    patientId: patient.id,
    prescriber: { name: 'D. Whitfield MD', npi: '1234567893', state: 'OH' },
    drug: { ndc },
    sig: '1 tab po daily',
    quantity: 30,
    daysSupply: 30,
    refillsAuthorized: 2,
    daw: 0,
    writtenOn: work.terminal.kernel.engine.today(),
    origin: 'electronic',
  });
  await work.call('pharmacist', 'clinical.review', { id: rx.id });
  const price = await work.call('tech', 'claims.adjudicate', { id: rx.id, payer: 'cash' });
  const fill = await work.call('tech', 'dispensing.fill', { id: rx.id, ndc, quantity: 30 });
  await work.call('pharmacist', 'dispensing.verify', { id: fill.fillId, approved: true });
  return { fillId: fill.fillId, cents: price.patientPayCents };
}

/** The hand-over command beside one durable insert of as many bytes, in turn, on the same disk with the same cipher. */
export async function run(): Promise<readonly Figure[]> {
  const work = await openWorkplace({ demo: 'us_oh' });
  const rawFile = join(work.dataDir, 'raw.db');
  const raw = openStore(rawFile, new Uint8Array(32).fill(1));
  try {
    const { items } = await work.call('tech', 'drugs.search', { q: 'lisinopril 20' });
    const ndc = items.find((item: { ndc?: string }) => item.ndc).ndc as string;
    const expiresOn = '2029-12-31';
    await work.call('tech', 'inventory.receive', {
      lines: [{ ndc, lotNumber: 'BENCH', expiresOn, quantity: handOvers * 40, unitCostCents: 5 }],
      invoice: 'BENCH',
    });
    const ready: { fillId: string; cents: number }[] = [];
    for (let index = 0; index < handOvers; index += 1) ready.push(await makeReady(work, index, ndc));
    raw.exec('CREATE TABLE note (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT');
    const bytes = new Uint8Array(await bytesOf(work, ready.pop()));
    const ours: number[] = [];
    const theirs: number[] = [];
    for (const one of ready) {
      await timedAsync(ours, () => handOver(work, one));
      timed(theirs, () => raw.transaction(() => raw.write('INSERT INTO note (bytes) VALUES (?)').run(bytes)));
    }
    const [our, their] = [spreadOf(ours), spreadOf(theirs)];
    const ratio = our.p50Ms / their.p50Ms;
    return [
      { name: `hand-over, p50 of ${our.count}`, value: ms(our.p50Ms) },
      { name: 'hand-over, p99', value: ms(our.p99Ms), aim: 'under 25 ms', isMet: our.p99Ms < 25 },
      { name: `raw durable insert of the same ${bytes.length} bytes, p50`, value: ms(their.p50Ms) },
      { name: 'hand-over p50 / raw insert p50', value: ratio.toFixed(1), aim: 'under 5', isMet: ratio < 5 },
    ];
  } finally {
    raw.close();
    rmSync(rawFile, { force: true });
    work.close();
  }
}

function handOver(work: Workplace, { fillId, cents }: { fillId: string; cents: number }) {
  return work.call('tech', 'dispensing.handOver', {
    id: fillId,
    relationship: 'self',
    payment: { method: 'cash', amountCents: cents },
    counseling: 'accepted',
  });
}

/** What one hand-over adds to the ledger. */
async function bytesOf(work: Workplace, one: { fillId: string; cents: number } | undefined): Promise<number> {
  const size = () =>
    work.terminal.db.prepare<{ n: number }>('SELECT SUM(LENGTH(ciphertext) + 160) AS n FROM log').get()?.n ?? 0;
  const before = size();
  if (one) await handOver(work, one);
  return size() - before;
}
