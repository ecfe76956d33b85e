import { describe, expect, test } from 'vitest';
import { PrinterChoice, type PrintParts, printOn } from './printer-choice.ts';

function setUp(fails = false) {
  const values = new Map<string, string>();
  const choice = new PrinterChoice({
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  });
  const log: string[] = [];
  const parts: PrintParts = {
    choice,
    send: async (printer, base64) => {
      if (fails) throw new Error('out of paper');
      log.push(`${printer} ${base64}`);
    },
    openDialog: (base64) => log.push(`dialog ${base64}`),
    onFailed: (printer) => log.push(`failed ${printer}`),
  };
  return { choice, log, parts };
}

describe('printing', () => {
  test('PRN-6 labels and paper have printers of their own; without a choice the dialog asks', async () => {
    const { choice, log, parts } = setUp();
    choice.choose('label', 'zebra');
    await printOn('label', 'A', parts);
    await printOn('paper', 'B', parts);
    choice.choose('label', null);
    await printOn('label', 'C', parts);
    expect(log).toEqual(['zebra A', 'dialog B', 'dialog C']);
  });

  test('PRN-6 a printer that fails is named and the dialog comes', async () => {
    const { choice, log, parts } = setUp(true);
    choice.choose('label', 'zebra');
    await printOn('label', 'A', parts);
    expect(log).toEqual(['failed zebra', 'dialog A']);
  });

  test('PRN-6 a window without storage asks each time', async () => {
    const { log, parts } = setUp();
    await printOn('label', 'A', { ...parts, choice: new PrinterChoice(undefined) });
    expect(log).toEqual(['dialog A']);
  });
});
