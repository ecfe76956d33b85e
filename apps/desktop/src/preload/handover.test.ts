import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { portGiven, portWanted } from './channels.ts';
import { type IpcPart, type PageMessage, type PagePart, startHandover } from './handover.ts';

function setUp() {
  const sent: string[] = [];
  const posted: { message: unknown; origin: string; transfer: Transferable[] }[] = [];
  let fromPage: (event: PageMessage) => void = () => undefined;
  let fromMain: Parameters<IpcPart['on']>[1] = () => undefined;
  const page: PagePart = {
    location: { origin: 'app://workstation' },
    addEventListener: (_type, listener) => {
      fromPage = listener;
    },
    postMessage: (message, origin, transfer) => posted.push({ message, origin, transfer }),
  };
  const ipc: IpcPart = {
    send: (channel) => sent.push(channel),
    on: (_channel, listener) => {
      fromMain = listener;
    },
  };
  startHandover(ipc, page);
  return {
    page,
    sent,
    posted,
    fromPage: (event: PageMessage) => fromPage(event),
    fromMain: (ports: MessagePort[]) => fromMain({ ports }),
  };
}

describe('port handover', () => {
  test('SHELL-1 the page asks for a port and gets the one that main sends, at its own origin only', () => {
    const { page, sent, posted, fromPage, fromMain } = setUp();
    fromPage({ source: page, origin: 'app://workstation', data: { kind: portWanted } });
    expect(sent).toEqual([portWanted]);
    const { port1 } = new MessageChannel();
    fromMain([port1 as MessagePort]);
    expect(posted).toEqual([{ message: { kind: portGiven }, origin: 'app://workstation', transfer: [port1] }]);
    port1.close();
  });

  test.each([
    ['another window', { source: {}, origin: 'app://workstation' }],
    ['another origin', { origin: 'https://example.org' }],
    ['no origin', { origin: 'null' }],
  ])('SHELL-1 a message of %s is not passed on', (_who, event) => {
    const { page, sent, fromPage } = setUp();
    fromPage({ source: page, data: { kind: portWanted }, ...event });
    expect(sent).toEqual([]);
  });

  test.each([[null], ['apotheca-port-wanted'], [{ kind: 'anything' }], [{ kind: portGiven }]])(
    'SHELL-1 the page cannot send %j through',
    (data) => {
      const { page, sent, fromPage } = setUp();
      fromPage({ source: page, origin: 'app://workstation', data });
      expect(sent).toEqual([]);
    },
  );

  test('SHELL-1 a message of main without a port hands over nothing', () => {
    const { posted, fromMain } = setUp();
    fromMain([]);
    expect(posted).toEqual([]);
  });

  test('SHELL-2 the preload puts no function into the page and stays about 40 lines long', () => {
    const text = ['handover.ts', 'preload.ts']
      .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
      .join('');
    expect(text).not.toMatch(/exposeInMainWorld|contextBridge|\beval\b|require\(/);
    expect(text.split('\n').length).toBeLessThanOrEqual(48);
  });
});
