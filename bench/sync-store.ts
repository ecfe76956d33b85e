import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceProcess } from '../apps/desktop/tests/service/service-process.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

/** A terminal that was there all the time and one that was switched off when it began. */
export interface TwoTerminals {
  readonly here: string;
  readonly away: string;
}

/**
 * Two terminals of one store: both joined, then one worked alone for `events` ledger rows, through the commands of the
 * counter. Kept in `dir`, because it takes minutes to make.
 */
export async function storeApart(dir: string, events: number, isBundled: boolean): Promise<TwoTerminals> {
  const kept = join(dir, `sync-${events}`);
  const terminals = { here: join(kept, 'here'), away: join(kept, 'away') };
  const mark = join(kept, 'complete');
  if (existsSync(mark)) return terminals;
  rmSync(kept, { recursive: true, force: true });
  mkdirSync(kept, { recursive: true });
  await joinBoth(terminals, isBundled);
  const work = await openWorkplace({ demo: 'us_oh', dataDir: terminals.here });
  try {
    await days(work, events);
  } finally {
    work.close();
  }
  writeFileSync(mark, '');
  return terminals;
}

async function joinBoth({ here, away }: TwoTerminals, isBundled: boolean): Promise<void> {
  const first = await ServiceProcess.start(here, ['--demo', '--no-discovery'], {}, { isBundled });
  await first.signIn('owner', 'apotheca-demo');
  const { body } = await first.call('POST', '/store/enrollments', { name: 'Back' });
  const args = ['--no-discovery', '--join', `${first.syncUrl}#${body.code}`];
  const second = await ServiceProcess.start(away, args, {}, { isBundled });
  await second.stop();
  await first.stop();
}

const fillsAReceipt = 400;

/** Patients come, their prescriptions go the whole way, and somebody looks at a record in between. */
async function days(work: Workplace, events: number): Promise<void> {
  const { ledger } = work.terminal.kernel;
  const rows = () => ledger.head(ledger.origin).seq;
  const { items } = await work.call('tech', 'drugs.search', { q: 'lisinopril 20' });
  const ndc = items.find((one: { ndc?: string }) => one.ndc).ndc as string;
  const from = rows();
  for (let count = 0; rows() - from < events; count += 1) {
    if (count % fillsAReceipt === 0) await receive(work, ndc, count);
    if (count % 500 === 0) process.stderr.write(`  ${rows() - from} of ${events} events\n`);
    await prescription(work, ndc, count);
  }
  work.terminal.kernel.engine.seal();
}

function receive(work: Workplace, ndc: string, count: number): Promise<unknown> {
  const line = { ndc, lotNumber: `B${count}`, expiresOn: '2032-01-31', quantity: 30 * fillsAReceipt, unitCostCents: 5 };
  return work.call('tech', 'inventory.receive', { lines: [line] });
}

async function prescription(work: Workplace, ndc: string, count: number): Promise<void> {
  const patient = await work.call('tech', 'patients.create', {
    name: { given: 'Bench', family: `Away${count}` },
    birthDate: `19${30 + (count % 60)}-03-1${count % 10}`,
    sex: 'female',
    phones: [{ number: `614555${String(count % 10_000).padStart(4, '0')}`, kind: 'mobile', smsConsent: true }],
    address: { line1: `${count} Main St`, city: 'Columbus', state: 'OH', postalCode: '43215' },
    allergies: [],
    conditions: [],
    confirmNotDuplicate: true,
  });
  await work.call('tech', 'patients.get', { id: patient.id });
  const rx = await work.call('tech', 'prescriptions.create', {
    patientId: patient.id,
    prescriber: { name: 'D. Whitfield MD', npi: '1234567893', dea: 'AB1234563', state: 'OH' },
    drug: { ndc },
    sig: '1 tab po daily',
    quantity: 30,
    daysSupply: 30,
    refillsAuthorized: 2,
    daw: 0,
    writtenOn: work.terminal.kernel.engine.today(),
    origin: 'phone',
  });
  await work.call('pharmacist', 'clinical.review', { id: rx.id });
  const { patientPayCents } = await work.call('tech', 'claims.adjudicate', { id: rx.id, payer: 'cash' });
  const { fillId } = await work.call('tech', 'dispensing.fill', { id: rx.id, ndc, quantity: 30 });
  await work.call('pharmacist', 'patients.get', { id: patient.id });
  await work.call('pharmacist', 'dispensing.verify', { id: fillId, approved: true });
  await work.call('tech', 'dispensing.handOver', {
    id: fillId,
    relationship: 'self',
    payment: { method: 'cash', amountCents: patientPayCents },
    counseling: 'accepted',
  });
  await work.call('pharmacist', 'prescriptions.get', { id: rx.id });
}
