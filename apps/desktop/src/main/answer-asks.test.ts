import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { answerAsks } from './answer-asks.ts';
import type { SafeStoragePart } from './keychain.ts';
import { printOptions } from './print-window.ts';
import type { PrintParts } from './printing.ts';
import { runWithInput, sendToSocket } from './send-to-printer.ts';
import type { PrintJob } from './service-protocol.ts';

const dir = mkdtempSync(join(tmpdir(), 'apotheca-print-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function storage(backend: string, available = true): SafeStoragePart {
  return {
    isAsyncEncryptionAvailable: async () => available,
    getSelectedStorageBackend: () => backend,
    encryptStringAsync: async (plain) => Buffer.from(`sealed:${plain}`),
    decryptStringAsync: async (sealed) => ({ result: sealed.toString().replace('sealed:', '') }),
  };
}

function setUp(platform: NodeJS.Platform, backend = 'gnome_libsecret') {
  const ran: { command: string; args: readonly string[]; input: string }[] = [];
  const sent: { host: string; port: number; text: string }[] = [];
  const inWindow: PrintJob[] = [];
  const print: PrintParts = {
    platform,
    listPrinters: async () => [
      { name: 'Brother_QL', displayName: '' },
      { name: 'front', displayName: 'Front counter' },
    ],
    run: async (command, args, input) => void ran.push({ command, args, input: Buffer.from(input).toString() }),
    send: async (host, port, bytes) => void sent.push({ host, port, text: Buffer.from(bytes).toString() }),
    printPdfInWindow: async (job) => void inWindow.push(job),
  };
  return { ask: answerAsks(storage(backend), print), ran, sent, inWindow };
}

const label: PrintJob = {
  printer: 'front',
  format: 'pdf',
  bytes: Buffer.from('%PDF'),
  copies: 2,
  page: { widthMicrons: 101_600, heightMicrons: 50_800 },
};

describe('keychain', () => {
  test('SHELL-16 what was wrapped comes back, whatever its bytes', async () => {
    const { ask } = setUp('darwin');
    const bytes = new Uint8Array(randomBytes(64));
    const sealed = (await ask({ what: 'keychain-wrap', bytes })) as Uint8Array;
    expect(await ask({ what: 'keychain-unwrap', bytes: sealed })).toEqual(bytes);
  });

  test.each([
    ['linux', 'basic_text', false],
    ['linux', 'unknown', false],
    ['linux', 'gnome_libsecret', true],
    ['linux', 'kwallet6', true],
    ['darwin', 'unknown', true],
    ['win32', 'unknown', true],
  ] as const)('SHELL-16 %s with %s has a keychain: %s', async (platform, backend, expected) => {
    expect(await setUp(platform, backend).ask({ what: 'keychain-available' })).toBe(expected);
  });
});

describe('printing', () => {
  test('SHELL-17 printers are listed by the name a job uses', async () => {
    expect(await setUp('linux').ask({ what: 'printers' })).toEqual([
      { name: 'Brother_QL', displayName: 'Brother_QL' },
      { name: 'front', displayName: 'Front counter' },
    ]);
  });

  test.each(['linux', 'darwin'] as const)(
    'SHELL-17 on %s CUPS takes a PDF with the size of the label',
    async (platform) => {
      const { ask, ran } = setUp(platform);
      await ask({ what: 'print', ...label });
      expect(ran).toEqual([
        {
          command: 'lp',
          args: ['-d', 'front', '-n', '2', '-t', 'Apotheca', '-o', 'media=Custom.101.6x50.8mm'],
          input: '%PDF',
        },
      ]);
    },
  );

  test('SHELL-17 ZPL goes to CUPS untouched, and to an address as often as there are copies', async () => {
    const { ask, ran, sent } = setUp('linux');
    const zpl: PrintJob = { ...label, format: 'zpl', bytes: Buffer.from('^XA^XZ') };
    await ask({ what: 'print', ...zpl });
    expect(ran[0]?.args.slice(-2)).toEqual(['-o', 'raw']);
    await ask({ what: 'print', ...zpl, printer: 'socket://10.0.0.9' });
    await ask({ what: 'print', ...zpl, printer: 'socket://10.0.0.9:6101', copies: 1 });
    expect(sent.map(({ host, port }) => `${host}:${port}`)).toEqual([
      '10.0.0.9:9100',
      '10.0.0.9:9100',
      '10.0.0.9:6101',
    ]);
  });

  test('SHELL-17 on Windows a PDF goes through a window with the size of the label', async () => {
    const { ask, ran, inWindow } = setUp('win32');
    await ask({ what: 'print', ...label });
    expect([ran, inWindow[0]?.printer]).toEqual([[], 'front']);
    expect(printOptions(label)).toMatchObject({
      silent: true,
      deviceName: 'front',
      copies: 2,
      pageSize: { width: 101_600, height: 50_800 },
    });
    expect(printOptions({ ...label, page: null })).toMatchObject({ usePrinterDefaultPageSize: true });
  });

  test.each([
    [{ printer: 'unknown' }, 'linux', /Choose another one/],
    [{ printer: '-o raw' }, 'linux', /Choose another one/],
    [{ copies: 0 }, 'linux', /between 1 and 50/],
    [{ copies: 1.5 }, 'linux', /between 1 and 50/],
    [{ copies: 1000 }, 'linux', /between 1 and 50/],
    [{ format: 'zpl' }, 'win32', /Give its address/],
    [{ printer: 'socket://' }, 'linux', /Write the printer as/],
    [{ printer: 'socket://10.0.0.9' }, 'linux', /Choose ZPL/],
  ] as const)('SHELL-17 %j on %s is refused with what to do', async (change, platform, expected) => {
    const { ask, ran, sent, inWindow } = setUp(platform);
    await expect(ask({ what: 'print', ...label, ...change })).rejects.toThrow(expected);
    expect([ran, sent, inWindow]).toEqual([[], [], []]);
  });
});

describe('what carries the bytes', () => {
  test('SHELL-17 a program gets them on its standard input; what it says when it fails is passed on', async () => {
    const program = join(dir, 'lp.mjs');
    const out = join(dir, 'out');
    writeFileSync(
      program,
      `#!${process.execPath}\nimport { readFileSync, writeFileSync } from 'node:fs';
const bytes = readFileSync(0);
if (process.argv[2] === 'fail') { console.error('lp: out of paper'); process.exit(1); }
writeFileSync(${JSON.stringify(out)}, bytes);`,
    );
    chmodSync(program, 0o755);
    const bytes = randomBytes(300_000);
    await runWithInput(process.execPath, [program, 'ok'], bytes);
    expect(readFileSync(out).equals(bytes)).toBe(true);
    await expect(runWithInput(process.execPath, [program, 'fail'], bytes)).rejects.toThrow('out of paper');
    await expect(runWithInput(join(dir, 'missing'), [], bytes)).rejects.toThrow(/Install CUPS/);
  });

  test('SHELL-17 a raw printer gets every byte; one that is off is named as such', async () => {
    const got: Buffer[] = [];
    const server = createServer((socket) =>
      socket.on('data', (chunk) => got.push(chunk)).on('end', () => socket.end()),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const bytes = randomBytes(200_000);
    await sendToSocket('127.0.0.1', port, bytes);
    expect(Buffer.concat(got).equals(bytes)).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    await expect(sendToSocket('127.0.0.1', port, bytes)).rejects.toThrow(/Check that it is on/);
  });
});
