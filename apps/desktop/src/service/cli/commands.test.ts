import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyBackup } from '../backup/read-backup.ts';
import { openConnection, pageBytes } from '../database/open-connection.ts';
import { openKeys } from '../keys/open-keys.ts';
import { verifyLedgerFile } from '../ledger-file/ledger-file.ts';
import { storePath } from '../terminal/store-path.ts';
import { addProbes, addScans, errorOf, linesOf, openProbeStore, testFolder } from '../testing/probe-store.ts';

const folder = testFolder();
const dir = folder.path('store');
const backup = folder.path('a.backup');
const ledger = folder.path('a.ledger');
let digest = '';

beforeAll(async () => {
  const terminal = await openProbeStore(dir);
  addProbes(terminal, 600);
  addScans(terminal, 25);
  digest = terminal.kernel.ledger.digest();
  terminal.close();
  await linesOf(['backup', backup, '--data-dir', dir]);
  await linesOf(['export-ledger', ledger, '--data-dir', dir]);
});
afterAll(() => folder.remove());

function flipped(file: string, offset: number, bit = 0): string {
  const copy = folder.path(`flipped-${offset}-${bit}`);
  const bytes = readFileSync(file);
  bytes[offset] = (bytes[offset] ?? 0) ^ (1 << bit);
  writeFileSync(copy, bytes);
  return copy;
}

describe('commands', () => {
  test.each([
    [[], /^Commands: drugs import/],
    [['bakup'], /There is no command "bakup"\. Commands: /],
    [['backup'], /npm run apotheca -- backup FILE/],
    [['status', 'x'], /npm run apotheca -- status/],
    [['status', '--datadir', 'x'], /Unknown flag --datadir/],
    [['status', '--recovery-code', 'x'], /goes with restore only/],
    [['status', '--data-dir', folder.path('none')], /holds no store\. Check --data-dir/],
    [['verify', folder.path('none')], /cannot be read \(ENOENT\)/],
    [['restore', folder.path('none')], /is not there/],
  ])('SVC-80 %j fails with one line that says what to do', async (argv, expected) => {
    const line = await errorOf(argv);
    expect(line).toMatch(expected);
    expect(line).not.toContain('\n');
    expect(existsSync(folder.path('none'))).toBe(false);
  });

  test('SVC-80 modules lists what the store runs', async () => {
    expect(await linesOf(['modules', '--data-dir', dir])).toBe('probe 1.0.0 running');
  });

  test('SVC-81 rebuild folds the ledger again and the projections are the same', async () => {
    const text = await linesOf(['rebuild', '--data-dir', dir]);
    expect(text).toMatch(/Rebuilt from 600 events.*\nThey are as they were before\./s);
  });

  test('SVC-82 commands that would disturb it refuse while the store is in use', async () => {
    const terminal = await openProbeStore(dir);
    expect(await errorOf(['rebuild', '--data-dir', dir])).toMatch(/in use by a running Apotheca\. Stop that one first/);
    expect(await errorOf(['restore', backup, '--data-dir', dir])).toMatch(/Stop it, then restore/);
    terminal.close();
  });
});

describe('verify', { timeout: 60_000 }, () => {
  test('SVC-83 a sound store, backup and ledger are said to be so, with the same digest', async () => {
    for (const file of [[backup], [ledger], []]) {
      const text = await linesOf(['verify', ...file, '--data-dir', dir]);
      expect(text).toMatch(/is sound/);
      expect(text).toContain(digest);
    }
    expect(await linesOf(['verify', '--data-dir', dir])).toMatch(/600 events, \d+ seals, 0 not yet sealed/);
  });

  test('SVC-84 any one flipped bit of a backup is noticed, and in the image its chunk is named', async () => {
    const size = readFileSync(backup).length;
    const offsets = [
      0,
      5,
      18,
      20,
      40,
      900,
      2_000,
      ...Array.from({ length: 12 }, (_, n) => Math.floor((size - 1) * (n / 11))),
    ];
    for (const offset of offsets) {
      const verdict = verifyBackup(flipped(backup, offset, offset % 8));
      expect(verdict.ok).toBe(false);
      if (verdict.ok || verdict.fault.part !== 'chunk') continue;
      expect(verdict.fault.fromByte).toBeLessThanOrEqual(offset);
      expect(verdict.fault.toByte).toBeGreaterThanOrEqual(offset);
    }
    expect(await errorOf(['verify', flipped(backup, size - 1)])).toMatch(
      /chunk 2 is damaged \(bytes \d+ to \d+ of the file\)/,
    );
  });

  test('SVC-84 a backup that is cut or longer than written is noticed', async () => {
    const bytes = readFileSync(backup);
    const file = folder.path('cut');
    writeFileSync(file, bytes.subarray(0, bytes.length - 1));
    expect(await errorOf(['verify', file])).toMatch(/chunk 2 is damaged/);
    writeFileSync(file, Buffer.concat([bytes, Buffer.from('x')]));
    expect(await errorOf(['verify', file])).toMatch(/its end is damaged: 1 bytes follow/);
    writeFileSync(file, 'shopping list');
    expect(await errorOf(['verify', file])).toMatch(/neither a backup nor an exported ledger/);
  });

  test('SVC-85 any one flipped bit of an exported ledger is noticed and its row named', async () => {
    const bytes = readFileSync(ledger);
    const headEnd = 22 + bytes.readUInt32LE(18) + 32;
    for (let n = 0; n < 40; n++) {
      const offset = Math.floor((bytes.length - 1) * (n / 39));
      const verdict = verifyLedgerFile(flipped(ledger, offset, n % 8));
      expect(verdict.ok).toBe(false);
      const place = offset < headEnd ? /its head is damaged/ : /row \d+ of|record \d+ cannot be read|bytes follow/;
      if (!verdict.ok) expect(verdict.fault).toMatch(place);
    }
    const cut = folder.path('cut-ledger');
    writeFileSync(cut, bytes.subarray(0, bytes.length - 10));
    expect(await errorOf(['verify', cut])).toMatch(/record 600 cannot be read \(at byte \d+/);
  });

  test('SVC-86 one flipped bit of the database file is noticed and its page named', async () => {
    const damaged = folder.path('damaged');
    const terminal = await openProbeStore(damaged);
    addProbes(terminal, 600);
    terminal.close();
    const bytes = readFileSync(storePath(damaged));
    const page = Math.floor(bytes.length / pageBytes / 2);
    const offset = (page - 1) * pageBytes + 200;
    bytes[offset] = (bytes[offset] ?? 0) ^ 4;
    writeFileSync(storePath(damaged), bytes);
    expect(await errorOf(['verify', '--data-dir', damaged])).toMatch(
      new RegExp(`^The store is damaged: page ${page} of the database file is damaged\\.`),
    );
  });

  test('SVC-87 a ledger row changed by someone who has the key is noticed and named', async () => {
    const forged = folder.path('forged');
    const terminal = await openProbeStore(forged);
    addProbes(terminal, 300);
    terminal.close();
    const { secrets } = await openKeys({ dataDir: forged, passphrase: undefined, keychain: null }, true);
    const connection = openConnection({ file: storePath(forged), key: secrets.databaseKey });
    const { ciphertext } = connection.prepare('SELECT ciphertext FROM log WHERE seq = 123').get() as {
      ciphertext: Buffer;
    };
    ciphertext[30] = (ciphertext[30] ?? 0) ^ 1;
    connection.prepare('UPDATE log SET ciphertext = ? WHERE seq = 123').run(ciphertext);
    connection.close();
    const line = await errorOf(['verify', '--data-dir', forged]);
    expect(line).toMatch(/the ledger is damaged at row 123 of .*content-changed.*Restore a backup/);
    expect(await errorOf(['backup', folder.path('no.backup'), '--data-dir', forged])).toMatch(
      /No backup was made.*row 123/,
    );
    expect(existsSync(folder.path('no.backup'))).toBe(false);
  });
});

describe('backup and restore', { timeout: 60_000 }, () => {
  test('SVC-88 a backup holds nothing readable and leaves no file of its making behind', async () => {
    const bytes = readFileSync(backup);
    expect(bytes.includes('probe.added')).toBe(false);
    expect(bytes.includes('SQLite format')).toBe(false);
    for (const rest of ['.image', '.partial', '.image-journal']) expect(existsSync(backup + rest)).toBe(false);
  });

  test('SVC-89 a restore into its own directory brings back the state, keeps the old aside, starts a new incarnation', async () => {
    const own = folder.path('own');
    const terminal = await openProbeStore(own);
    addProbes(terminal, 50);
    const before = { ledger: terminal.kernel.ledger.digest(), tables: terminal.kernel.projections.digest() };
    const origin = terminal.kernel.ledger.origin;
    terminal.close();
    await linesOf(['backup', folder.path('own.backup'), '--data-dir', own]);
    mkdirSync(`${own}/catalog`);
    writeFileSync(`${own}/catalog/editions`, '2026-11');
    const later = await openProbeStore(own);
    addProbes(later, 10);
    later.close();
    const text = await linesOf(['restore', folder.path('own.backup'), '--data-dir', own]);
    expect(text).toMatch(/Restored 50 events/);
    expect(readFileSync(`${own}/catalog/editions`, 'utf8')).toBe('2026-11');
    expect(text).not.toMatch(/import them again/);
    expect(existsSync(/kept in (\S+)\.\n/.exec(text)?.[1] ?? '')).toBe(true);
    const restored = await openProbeStore(own);
    expect(restored.kernel.projections.digest()).toBe(before.tables);
    expect(restored.kernel.ledger.digest()).toBe(before.ledger);
    expect(restored.kernel.ledger.origin).not.toBe(origin);
    const second = restored.kernel.ledger.origin;
    addProbes(restored, 1);
    restored.close();
    const again = await openProbeStore(own);
    expect(again.kernel.ledger.origin).toBe(second);
    again.close();
  });

  test('SVC-90 on another computer a backup needs its recovery code, and only that one works', async () => {
    const code = (await linesOf(['recovery-code', '--data-dir', dir])).split('\n')[0] ?? '';
    const coded = folder.path('coded.backup');
    await linesOf(['backup', coded, '--data-dir', dir]);
    const other = folder.path('other');
    const restore = (...more: string[]) => ['restore', coded, '--data-dir', other, ...more];
    expect(await errorOf(restore())).toMatch(/Give the code: restore FILE --recovery-code/);
    expect(await errorOf(restore('--recovery-code', '00000-00000-00000-00000-00000'))).toMatch(
      /does not open the backup/,
    );
    expect(await errorOf(['restore', backup, '--data-dir', other, '--recovery-code', code])).toMatch(
      /before there was a recovery code/,
    );
    expect(existsSync(other)).toBe(false);
    await linesOf(restore('--recovery-code', code.toLowerCase()));
    const restored = await openProbeStore(other);
    expect(restored.kernel.ledger.digest()).toBe(digest);
    restored.close();
  });

  test('SVC-90 a passphrase of the terminal and a demo store open their backups anywhere', async () => {
    const env = { APOTHECA_PASSPHRASE: 'correct horse' };
    const phrase = folder.path('phrase');
    const one = await openProbeStore(phrase, { passphrase: 'correct horse' });
    addProbes(one, 3);
    one.close();
    await linesOf(['backup', `${phrase}.backup`, '--data-dir', phrase], env);
    expect(await linesOf(['restore', `${phrase}.backup`, '--data-dir', `${phrase}2`], env)).toMatch(
      /Restored 3 events/,
    );
    const demo = folder.path('demo');
    const two = await openProbeStore(demo, { demo: 'us_oh' });
    addProbes(two, 4);
    two.close();
    await linesOf(['backup', `${demo}.backup`, '--data-dir', demo]);
    expect(await linesOf(['restore', `${demo}.backup`, '--data-dir', `${demo}2`])).toMatch(/Restored 4 events/);
    await expect(openProbeStore(`${demo}2`)).rejects.toThrow(/holds a demo store/);
  });

  test('SVC-91 a damaged backup is never restored over what is there', async () => {
    const before = readFileSync(storePath(dir));
    const bad = flipped(backup, readFileSync(backup).length - 5_000);
    expect(await errorOf(['restore', bad, '--data-dir', dir])).toMatch(/cannot be restored: chunk \d is damaged/);
    expect(readFileSync(storePath(dir)).equals(before)).toBe(true);
    expect(existsSync(folder.path('.store.restoring'))).toBe(false);
  });

  test('SVC-92 a database put back by hand to an older state goes on under a new incarnation', async () => {
    const image = folder.path('image');
    const terminal = await openProbeStore(image);
    addProbes(terminal, 5);
    const origin = terminal.kernel.ledger.origin;
    terminal.close();
    copyFileSync(storePath(image), folder.path('old.db'));
    const later = await openProbeStore(image);
    addProbes(later, 5);
    expect(later.kernel.ledger.origin).toBe(origin);
    later.close();
    copyFileSync(folder.path('old.db'), storePath(image));
    const back = await openProbeStore(image);
    expect(back.kernel.ledger.origin).not.toBe(origin);
    back.close();
  });
});
