import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test as base, expect, type Page } from '@playwright/test';

const root = join(import.meta.dirname, '..', '..', '..');
const launchToken = 'end-to-end-launch-token';
export const demoPassword = 'apotheca-demo';
/** Of every demo user. */
const demoTotpSecret = 'JBSWY3DPEHPK3PXP';

/** Slower than any scanner: the window takes these keys for a person's. */
const personMs = 45;
/** As fast as a scanner. */
const scannerMs = 4;

/** The line a service prints when it is ready. */
interface Said {
  readonly ready: boolean;
  readonly url: string;
  readonly syncUrl: string;
}

/** A service of its own on a store of its own, which may be killed and started again at the same address. */
export class OwnService {
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'apotheca-window-'));
  readonly #flags: readonly string[];
  #child: ChildProcess | null = null;
  url = '';
  /** Where other terminals reach it. */
  syncUrl = '';

  constructor(flags: readonly string[] = ['--demo']) {
    this.#flags = flags;
  }

  async start(): Promise<void> {
    const port = this.url === '' ? '0' : new URL(this.url).port;
    const main = join(root, 'apps/desktop/src/service/main.ts');
    const flags = ['--headless', ...this.#flags, '--data-dir', this.#dataDir, '--port', port];
    const child = spawn(process.execPath, [main, ...flags], {
      cwd: root,
      env: { ...process.env, APOTHECA_LAUNCH_TOKEN: launchToken },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    const lines = createInterface({ input: child.stdout });
    const said = await new Promise<Said>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the service ended with ${String(code)} before it was ready`)));
      lines.on('line', (line) => {
        const part: Partial<Said> = line.startsWith('{') ? JSON.parse(line) : {};
        if (part.ready && part.url) resolve({ ready: true, url: part.url, syncUrl: part.syncUrl ?? '' });
      });
    });
    this.url = said.url;
    this.syncUrl = said.syncUrl;
  }

  get launchUrl(): string {
    return `${this.url}/#launch=${launchToken}`;
  }

  kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}

/** Hands on a keyboard, and eyes. There is no mouse in it. */
export class Operator {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      await this.page.waitForTimeout(personMs);
    }
  }
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: personMs });
    await this.page.waitForTimeout(personMs);
  }
  /** A barcode: its characters at scanner pace by their own time stamps, however busy the machine is, then Enter. */
  async scan(code: string): Promise<void> {
    await this.page.waitForTimeout(100);
    const devtools = await this.page.context().newCDPSession(this.page);
    const startSeconds = Date.now() / 1000;
    for (const [index, key] of [...code, 'Enter'].entries()) {
      const timestamp = startSeconds + (index * scannerMs) / 1000;
      const text = key === 'Enter' ? '\r' : key;
      const keyCode = key === 'Enter' ? 13 : key.charCodeAt(0);
      const event = { key, text, timestamp, windowsVirtualKeyCode: keyCode };
      await devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
      await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', key, timestamp });
    }
    await devtools.detach();
  }
  /** Tab until the field with this name has the focus. */
  async tabTo(name: string | RegExp): Promise<void> {
    for (let tries = 0; tries < 60; tries += 1) {
      if (name instanceof RegExp ? name.test(await this.focused()) : (await this.focused()) === name) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`no Tab leads to ${String(name)}; the focus is on ${await this.focused()}`);
  }
  /** From the top, arrow down until the row with this text is the chosen one. The list has the focus. */
  async selectRow(text: string | RegExp): Promise<void> {
    const row = this.page.getByRole('row').filter({ hasText: text }).first();
    await expect(row).toBeVisible();
    await this.press('Home');
    for (let tries = 0; tries < 60 && (await row.getAttribute('aria-selected')) !== 'true'; tries += 1) {
      await this.press('ArrowDown');
    }
    await expect(row).toHaveAttribute('aria-selected', 'true');
  }
  /** From where the focus is in a row of choices to the one with this name. */
  async choose(name: string): Promise<void> {
    for (let tries = 0; tries < 10 && (await this.focused()) !== name; tries += 1) await this.press('ArrowRight');
    await this.press('Space');
  }
  /** The accessible name of what has the focus. */
  focused(): Promise<string> {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return '';
      const ids = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
      const labels = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
      const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
      const own = isField ? (element.labels?.[0]?.textContent ?? '') : '';
      return (element.getAttribute('aria-label') ?? (labels || own || element.textContent || '')).trim();
    });
  }
  async sees(text: string | RegExp): Promise<void> {
    await expect(this.page.getByText(text).first()).toBeVisible();
  }
  async screenshot(name: string): Promise<void> {
    const folder = join(root, 'artifacts', 'screens');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }
  async signIn(user: string): Promise<void> {
    await expect(this.page.getByLabel('User name')).toBeFocused();
    await this.type(user);
    await this.press('Tab');
    await this.type(demoPassword);
    await this.press('Enter');
    await expect(this.page.getByRole('grid')).toBeVisible();
  }
  async openIntake(): Promise<void> {
    await expect(this.page.getByRole('button', { name: /New prescription/ })).toBeEnabled();
    await this.press('n');
    await expect(this.page.getByRole('combobox', { name: 'Patient' })).toBeFocused();
  }
  /** Ctrl K, its number or its drug, and Enter at once. */
  async openRx(text: string): Promise<void> {
    await this.press('Control+k');
    await expect(this.page.getByRole('combobox', { name: 'Find anything' })).toBeFocused();
    await this.type(text);
    await this.press('Enter');
    await expect(this.page.getByRole('dialog')).toBeHidden();
    await expect(this.page.getByRole('heading', { name: 'Prescribed' })).toBeVisible();
    const number = /^\d[\d ]+$/.test(text) ? text.replace(/^(\d{3}) ?/, '$1 ') : /^\d{3} \d{4}$/;
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(number);
  }
  /** At the till: the patient stands here, was counselled, and signs. */
  async collects(name: string): Promise<void> {
    await expect(this.page.getByRole('heading', { name: 'Who collects' })).toBeVisible();
    for (const box of ['Name', 'Birth date']) {
      await this.tabTo(box);
      await this.press('Space');
    }
    await this.tabTo(/^(?:Given|Not required)$/);
    await this.choose('Given');
    await this.tabTo(/type the full name/);
    await this.type(name);
  }
  /** F12, the other name, the password. */
  async switchTo(user: string): Promise<void> {
    await this.press('F12');
    await expect(this.page.getByRole('heading', { name: 'Switch user' })).toBeVisible();
    await this.press('Alt+P', 'Shift+Tab', 'Control+a');
    await this.type(user);
    await this.press('Tab');
    await this.type(demoPassword);
    await this.press('Enter');
    await expect(this.page.getByRole('heading', { name: 'Switch user' })).toBeHidden();
    // The areas, and with them their keys, are there once it is known what this user may do.
    await expect(this.page.getByRole('navigation').getByRole('link').first()).toBeVisible();
  }
}

/** RFC 6238, six digits, 30 seconds. */
export function totpNow(atMs = Date.now()): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...demoTotpSecret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** UPC-A of a package: 3, the ten digits of its NDC, check digit. */
export function upcOf(ndc: string): string {
  const digits = `3${ndc.replaceAll('-', '')}`;
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return digits + String((10 - (sum % 10)) % 10);
}

interface Fixtures {
  readonly operator: Operator;
}
interface WorkerFixtures {
  readonly service: OwnService;
}

/** One demo store for the tests of a file. A page that reports an error has failed its test. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  service: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads the parameter's pattern
    async ({}, use) => {
      const service = new OwnService();
      await service.start();
      await use(service);
      await service.remove();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  operator: async ({ page, service }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/ERR_CONNECTION_REFUSED|WebSocket/.test(message.text()))
        faults.push(message.text());
    });
    await page.goto(service.launchUrl);
    await use(new Operator(page));
    expect(faults).toEqual([]);
  },
});

export { expect };
