import { describe, expect, test } from 'vitest';
import { createTestStore } from '../../testing/index.ts';
import type { PrintingPort, PrintJob } from './services.ts';

const document = { printer: 'front', format: 'pdf', base64: Buffer.from('%PDF').toString('base64') };

function withPrinter(fail?: string) {
  const jobs: PrintJob[] = [];
  const printing: PrintingPort = {
    printers: async () => [{ name: 'front', displayName: 'Front counter' }],
    print: async (job) => {
      if (fail) throw new Error(fail);
      jobs.push(job);
    },
  };
  return { jobs, store: createTestStore({ ports: { printing } }) };
}

describe('printers', () => {
  test('PRN-1 the printers of the computer are listed, and a job reaches the one it names, byte for byte', async () => {
    const { jobs, store } = withPrinter();
    const tech = store.as('technician');
    expect(await tech.call('printers.list')).toEqual({
      canPrint: true,
      items: [{ name: 'front', displayName: 'Front counter' }],
    });
    const page = { widthMicrons: 101_600, heightMicrons: 50_800 };
    expect(await tech.call('printers.send', { ...document, copies: 2, page })).toEqual({ printer: 'front', copies: 2 });
    expect(jobs.map((job) => ({ ...job, bytes: Buffer.from(job.bytes).toString() }))).toEqual([
      { printer: 'front', format: 'pdf', bytes: '%PDF', copies: 2, page },
    ]);
  });

  test('PRN-2 where there is no silent printing the list is empty and a job is refused with what to do', async () => {
    const tech = createTestStore().as('technician');
    expect(await tech.call('printers.list')).toEqual({ canPrint: false, items: [] });
    expect(await tech.refusal('printers.send', document)).toMatchObject({ code: 'no-silent-printing', status: 409 });
  });

  test('PRN-3 what the printer says is in the refusal', async () => {
    const { store } = withPrinter('The printer is out of paper.');
    expect(await store.as('technician').refusal('printers.send', document)).toMatchObject({
      code: 'print-failed',
      data: { reason: 'The printer is out of paper.' },
    });
    expect(store.unexpected).toEqual([]);
  });

  test('PRN-4 only the own window prints, and only who may print labels', async () => {
    const { jobs, store } = withPrinter();
    const elsewhere = store.as('technician').call('printers.send', document, { ownWindow: false });
    await expect(elsewhere).rejects.toMatchObject({ code: 'own-window-only' });
    expect(await store.as('auditor').refusal('printers.send', document)).toMatchObject({ code: 'forbidden' });
    expect(jobs).toEqual([]);
  });
});
