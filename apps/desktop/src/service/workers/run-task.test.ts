import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyStore } from '../maintenance/verify-store.ts';
import { storePath } from '../terminal/store-path.ts';
import { addProbes, openProbeStore, testFolder } from '../testing/probe-store.ts';
import { runInline } from './run-inline.ts';
import { runInThread } from './run-task.ts';
import type { StoreFile } from './store-tasks.ts';

const folder = testFolder();
let file: StoreFile;
beforeAll(async () => {
  const terminal = await openProbeStore(folder.path('store'));
  addProbes(terminal, 400);
  const { databaseKey } = terminal.keys.secrets;
  file = { databaseFile: storePath(terminal.dataDir), databaseKey, storeId: terminal.identity.storeId };
  terminal.close();
});
afterAll(() => folder.remove());

describe('tasks in threads', { timeout: 60_000 }, () => {
  test('SVC-83 divided over threads or in one, the verdict is the same', async () => {
    const [inline, threads] = await Promise.all(
      [runInline, runInThread].map((run) => verifyStore(file, { isRunning: false, run })),
    );
    expect(inline).toEqual(threads);
    expect(inline?.[1]).toMatch(/400 events, 2 seals, 0 not yet sealed/);
  });

  test('SVC-80 what a thread finds wrong reaches the person as one line', async () => {
    const wrong = { ...file, databaseKey: new Uint8Array(32) };
    await expect(runInThread('settle-store', wrong)).rejects.toMatchObject({
      name: 'OperatorError',
      message: expect.stringMatching(/store\.db cannot be opened: its keys/),
    });
  });
});
