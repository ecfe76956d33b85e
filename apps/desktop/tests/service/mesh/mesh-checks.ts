import { ledgerRows } from '@apotheca/core';
import { runCommand } from '../../../src/service/cli/run-command.ts';
import { openTerminal } from '../../../src/service/terminal/open-terminal.ts';
import { MeshViolation, type MeshWork } from './mesh-work.ts';
import type { MeshTerminal, MeshWorld } from './mesh-world.ts';

/** How many answers are looked up over REST; every single one is looked up in the ledger afterwards. */
const sampleMax = 60;

/** What was answered is shown, at another terminal than the one that answered; a retry answers the same. */
export async function checkAnswered(world: MeshWorld, work: MeshWork): Promise<void> {
  const answered = work.sent.filter(({ answer, method }) => answer?.status === 200 && method === 'POST');
  const every = Math.max(1, Math.floor(answered.length / sampleMax));
  for (const [index, sent] of answered.entries()) {
    if (index % every !== 0) continue;
    const elsewhere = world.terminals.find((one) => one !== sent.terminal) as MeshTerminal;
    const { id } = sent.answer?.body ?? {};
    if (id && (sent.path === '/patients' || sent.path === '/prescriptions')) {
      const seen = await read(elsewhere, `${sent.path}/${id}`);
      const isSame =
        JSON.stringify(seen.name ?? seen.rxNumber) ===
        JSON.stringify(sent.answer?.body.name ?? sent.answer?.body.rxNumber);
      if (!isSame) throw new MeshViolation(`${sent.path}/${id} is another one at ${elsewhere.name}`);
    }
    const before = JSON.stringify(sent.answer?.body);
    const again = await work.repeat(sent);
    if (JSON.stringify(again?.body) !== before) {
      throw new MeshViolation(`the retry of ${sent.path} answered ${JSON.stringify(again)}, before ${before}`);
    }
  }
  await checkLots(world);
}

/** No lot of a controlled drug below zero, and no prescription number given twice. */
async function checkLots(world: MeshWorld): Promise<void> {
  const [terminal] = world.terminals as [MeshTerminal];
  const stock = await read(terminal, '/inventory/stock?limit=500');
  const items = stock.items as { schedule?: string | null; batches: { batchId: string; onHand: number }[] }[];
  for (const { batchId } of items.flatMap(({ batches }) => batches)) {
    const { items: rights } = await read(terminal, `/inventory/lots/${batchId}/rights`);
    const below = (rights as { quantity: number }[]).find(({ quantity }) => quantity < 0);
    const lot = items.flatMap(({ batches }) => batches).find((one) => one.batchId === batchId);
    const isControlled = items.find(({ batches }) => batches.some((one) => one.batchId === batchId))?.schedule;
    if (isControlled && (below || (lot?.onHand ?? 0) < 0)) throw new MeshViolation(`lot ${batchId} is oversold`);
  }
}

async function read(terminal: MeshTerminal, path: string) {
  const answer = await terminal.service?.call('GET', path, undefined, { token: terminal.tokens.pharmacist });
  if (answer?.status !== 200) throw new MeshViolation(`${terminal.name}: ${path} answered ${JSON.stringify(answer)}`);
  return answer.body;
}

const idFields = ['id', 'receiptId', 'adjustmentId', 'fillId', 'saleId', 'rxNumber', 'receiptNumber'];

/** With nobody running: ledgers verify, a rebuild changes nothing, and every answered id stands in the ledger. */
export async function checkStores(world: MeshWorld, work: MeshWork, isThorough: boolean): Promise<void> {
  const cliWorld = { env: {}, note: () => {} };
  for (const { dataDir, name } of isThorough ? world.terminals : world.terminals.slice(-1)) {
    await runCommand(['verify', '--data-dir', dataDir], cliWorld);
    const rebuilt = (await runCommand(['rebuild', '--data-dir', dataDir], cliWorld)).join('\n');
    if (!rebuilt.includes('They are as they were before.')) throw new MeshViolation(`${name}: ${rebuilt}`);
  }
  for (const { dataDir, name } of world.terminals) {
    const text = (await ledgerTexts(dataDir)).join('\n');
    for (const sent of work.sent.filter(({ answer }) => answer?.status === 200)) {
      for (const field of idFields) {
        const id = sent.answer?.body?.[field] as unknown;
        if (typeof id === 'string' && !text.includes(id)) {
          throw new MeshViolation(`${name}: ${field} ${id} of ${sent.path} was answered and is not in the ledger`);
        }
      }
    }
  }
  const numbers = work.sent.flatMap(({ answer, path }) =>
    path === '/prescriptions' && answer?.status === 200 ? [answer.body.rxNumber] : [],
  );
  if (new Set(numbers).size !== numbers.length) throw new MeshViolation('a prescription number was given twice');
}

/** Every payload of a store in clear, as JSON; for a look at what no one else may see. */
export async function ledgerTexts(dataDir: string): Promise<string[]> {
  const terminal = await openTerminal({
    dataDir,
    demo: undefined,
    roles: ['terminal'],
    passphrase: undefined,
    keychain: null,
    mayCreate: false,
    webOrigins: () => [],
  });
  try {
    const { ledger, engine } = terminal.kernel;
    return [...ledgerRows(engine.parts.db)].map((row) => JSON.stringify(ledger.payloadOf(row)));
  } finally {
    terminal.close();
  }
}
