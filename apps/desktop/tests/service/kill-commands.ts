import { randomUUID } from 'node:crypto';
import type { Answer, ServiceProcess } from './service-process.ts';

/** One command as it was sent; its answer once there is one. */
export interface Sent {
  readonly key: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
  answer: Answer | null;
}

/** What the kill test was told and is not so. */
export class Violation extends Error {}

export const receiptPath = '/inventory/receipts';
export const patientPath = '/patients';
/** Lines of one receipt: each is a lot of its own, so that half a receipt would show. */
const receiptLines = 3;

type Command = Pick<Sent, 'path' | 'body'>;

/** A command at random: one event, one event on something others change too, or several aggregates at once. */
export function nextCommand(random: () => number, patients: readonly string[], ndc: string): Command {
  const kind = random();
  const known = patients[Math.floor(random() * patients.length)];
  if (kind < 0.3) return newReceipt(ndc);
  return kind < 0.6 && known !== undefined ? newAllergy(known) : newPatient(random);
}

function newPatient(random: () => number): Command {
  const family = `Kill${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  const year = 1930 + Math.floor(random() * 80);
  return {
    path: patientPath,
    body: { name: { given: 'Test', family }, birthDate: `${year}-03-04`, sex: 'female', confirmNotDuplicate: true },
  };
}

function newAllergy(patientId: string): Command {
  return { path: `/patients/${patientId}/allergies`, body: { substance: `substance ${randomUUID().slice(0, 8)}` } };
}

function newReceipt(ndc: string): Command {
  const lines = Array.from({ length: receiptLines }, () => ({
    ndc,
    lotNumber: `L${randomUUID().slice(0, 8).toUpperCase()}`,
    expiresOn: '2032-01-31',
    quantity: 10,
    unitCostCents: 5,
  }));
  return { path: receiptPath, body: { lines } };
}

/** A drug of the catalogue that may be received. */
export async function anyDrug(service: ServiceProcess): Promise<string> {
  const { body } = await service.call('GET', '/drugs?q=lisinopril');
  const found = (body.items as { ndc?: string }[]).find((item) => item.ndc !== undefined);
  if (!found?.ndc) throw new Violation('the starter catalogue has lisinopril');
  return found.ndc;
}

/** It is there, whole, as answered; and its key still answers the same. */
export async function checkOne(service: ServiceProcess, sent: Sent): Promise<void> {
  if (!sent.answer) return;
  if (sent.path === receiptPath) await checkReceipt(service, sent.answer);
  else await checkPatient(service, sent, sent.answer);
  const again = await service.call('POST', sent.path, sent.body, { idempotencyKey: sent.key });
  if (again.status !== 200 || idOf(again) !== idOf(sent.answer)) {
    throw new Violation(`the retry of ${sent.key} answered ${JSON.stringify(again)}`);
  }
}

function idOf(answer: Answer): string {
  return (answer.body.receiptId ?? answer.body.id) as string;
}

async function checkReceipt(service: ServiceProcess, answer: Answer): Promise<void> {
  const receipt = await service.call('GET', `${receiptPath}/${idOf(answer)}`);
  if (receipt.status !== 200 || receipt.body.lines.length !== receiptLines) {
    throw new Violation(`receipt ${idOf(answer)} was answered and is not whole: ${JSON.stringify(receipt)}`);
  }
}

async function checkPatient(service: ServiceProcess, sent: Sent, answer: Answer): Promise<void> {
  const id = idOf(answer);
  const patient = await service.call('GET', `${patientPath}/${id}`);
  const family = (sent.body.name as { family: string } | undefined)?.family;
  if (patient.status !== 200 || (family && patient.body.name.family !== family)) {
    throw new Violation(`patient ${id} was answered and is not there: ${JSON.stringify(patient.body)}`);
  }
  const { substance } = sent.body;
  const entries = (patient.body.allergies as { substance: string }[]).filter((one) => one.substance === substance);
  if (substance !== undefined && entries.length !== 1) {
    throw new Violation(`allergy ${String(substance)} of ${id} is there ${entries.length} times`);
  }
}

/** Nothing twice and nothing missing: as many patients as were created, as much stock as was received. */
export async function checkTotals(service: ServiceProcess, all: readonly Sent[], ndc: string): Promise<void> {
  const families = new Set<string>();
  let listed = 0;
  for (let cursor: string | null = ''; cursor !== null; ) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const list: Answer = await service.call('GET', `/patients?q=Kill&limit=500${from}`);
    for (const item of list.body.items as { name: unknown }[]) families.add(JSON.stringify(item.name));
    listed += list.body.items.length as number;
    cursor = list.body.nextCursor as string | null;
  }
  const created = all.filter((sent) => sent.path === patientPath).length;
  if (listed !== created || families.size !== created) {
    throw new Violation(`${created} patients were created; ${listed} are there, ${families.size} different ones`);
  }
  const stock = await service.call('GET', `/inventory/stock?ndc=${ndc}`);
  const item = (stock.body.items as { onHand: number; batches: unknown[] }[])[0];
  const received = all.filter((sent) => sent.path === receiptPath).length;
  if ((item?.onHand ?? 0) !== received * receiptLines * 10 || (item?.batches.length ?? 0) !== received * receiptLines) {
    throw new Violation(
      `${received} receipts were answered; on hand is ${item?.onHand} in ${item?.batches.length} lots`,
    );
  }
}
