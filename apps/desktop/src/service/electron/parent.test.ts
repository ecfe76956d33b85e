import { describe, expect, test } from 'vitest';
import type { FromService, ToService } from '../../main/service-protocol.ts';
import { keychainOf, Parent, runUnderElectron } from './parent.ts';

/** The main process, as far as the service sees it: XORs for a keychain. */
function fakeMain(answer: (ask: FromService & { kind: 'ask' }) => ToService) {
  const sent: FromService[] = [];
  let receive: (event: { data: ToService; ports: never[] }) => void = () => {};
  return {
    sent,
    say: (data: ToService) => receive({ data, ports: [] }),
    on: (_event: 'message', listener: typeof receive) => {
      receive = listener;
    },
    postMessage(message: FromService) {
      sent.push(message);
      if (message.kind === 'ask') queueMicrotask(() => receive({ data: answer(message), ports: [] }));
    },
  };
}

describe('the service under Electron', () => {
  test('SVC-24 each question to the main process gets its own answer, and a failure is a failure', async () => {
    const main = fakeMain(({ id, ask }) => {
      if (ask.what === 'keychain-wrap') return { kind: 'answer', id, value: ask.bytes.map((byte) => byte ^ 1) };
      if (ask.what === 'keychain-available') return { kind: 'answer', id, value: true };
      return { kind: 'failure', id, message: 'locked' };
    });
    const parent = new Parent(main);
    main.on('message', ({ data }) => void parent.settle(data));
    const keychain = keychainOf(parent);
    const [available, wrapped] = await Promise.all([keychain.isAvailable(), keychain.wrap(new Uint8Array([1, 2]))]);
    expect([available, ...wrapped]).toEqual([true, 0, 3]);
    await expect(keychain.unwrap(new Uint8Array([1]))).rejects.toThrow('locked');
    expect(parent.settle({ kind: 'stop' })).toBe(false);
  });

  test('SVC-24 what it cannot start with is told to the window in one line', async () => {
    const main = fakeMain(({ id }) => ({ kind: 'answer', id, value: false }));
    await runUnderElectron(main, ['--prot']);
    expect(main.sent).toEqual([{ kind: 'refused', message: expect.stringMatching(/^Unknown flag --prot/) }]);
  });
});
