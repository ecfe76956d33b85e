import { test as bare, expect, type Page } from '@playwright/test';
import { CuttingProxy } from '../tests/service/cutting-proxy.ts';
import { Operator, OwnService, upcOf } from './workstation.ts';

const connectedMs = 60_000;

/** Where the quiet line at the top says how the terminals are connected. */
const net = (page: Page) => page.getByRole('banner').getByRole('status');

async function windowOn(page: Page, service: OwnService, user: string): Promise<Operator> {
  const operator = new Operator(page);
  await page.goto(service.launchUrl);
  await operator.signIn(user);
  return operator;
}

/** As the manager makes a code for a new terminal: what the new computer is started with. */
async function makeCode(front: Operator): Promise<{ join: string; code: string }> {
  const { page } = front;
  await front.press('g', 'y');
  await expect(page.getByRole('heading', { name: 'System' })).toBeVisible();
  await front.press('t');
  await expect(page.getByRole('heading', { name: 'Terminals', exact: true })).toBeVisible();
  await front.screenshot('terminals-alone');
  await front.press('n');
  await expect(page.getByRole('textbox', { name: 'Name of the new terminal' })).toBeFocused();
  await front.type('Back room');
  await front.press('Control+Enter');
  const code = await page
    .locator('output')
    .filter({ hasText: /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/ })
    .innerText();
  await expect(page.getByRole('timer')).toHaveText(/^Expires in (10|9):\d\d$/);
  await front.screenshot('terminals-code');
  const command = await page.locator('pre code').innerText();
  return { join: /--join '([^']+)'/.exec(command)?.[1] ?? '', code };
}

/** The first prescription that waits to be filled and needs no rights of its own. */
async function waitingRx(operator: Operator): Promise<string> {
  const { page } = operator;
  await expect(page.getByRole('link', { name: /Intake/ })).toBeVisible();
  await operator.press('g', 'f');
  await expect(page.getByRole('heading', { name: 'To fill', exact: true })).toBeVisible();
  const rows = page.getByRole('row').filter({ hasText: /\d{3} \d{4}/, hasNotText: /C-I/ });
  await expect(rows.first()).toBeVisible();
  return /\d{3} \d{4}/.exec(await rows.first().innerText())?.[0] ?? '';
}

async function fill(operator: Operator, rxNumber: string): Promise<void> {
  const { page } = operator;
  await operator.press('g', 'q');
  await operator.openRx(rxNumber.replace(' ', ''));
  await operator.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Fill', exact: true })).toBeVisible();
  const ndc = await page
    .getByText(/^\d{4,5}-\d{3,4}-\d{1,2}$/)
    .first()
    .innerText();
  await operator.scan(upcOf(ndc));
  await operator.sees('Scan matches');
  await operator.press('Control+Enter');
  await operator.sees('Filled');
}

bare('UI-162 two windows on two terminals, apart and together again', async ({ browser }) => {
  bare.setTimeout(300_000);
  const first = new OwnService(['--demo', '--no-discovery']);
  let second: OwnService | null = null;
  let proxy: CuttingProxy | null = null;
  const pages = { front: await browser.newPage(), back: await browser.newPage() };
  try {
    await first.start();
    const front = await windowOn(pages.front, first, 'manager');
    await expect(net(front.page)).toHaveText('Working alone');
    const { join, code } = await makeCode(front);

    proxy = await CuttingProxy.to(first.syncUrl);
    expect(join).toContain(code);
    const through = `${proxy.url}#${code}`;
    second = new OwnService(['--join', through, '--peer', proxy.url, '--no-discovery']);
    await second.start();
    await expect(front.page.getByText('Back room has joined.')).toBeVisible({ timeout: connectedMs });
    await front.press('Escape');
    const back = await windowOn(pages.back, second, 'pharmacist');
    for (const { page } of [front, back]) {
      await expect(net(page)).toHaveText(/^2 of 2 terminals connected/, { timeout: connectedMs });
    }
    await expect(front.page.getByRole('row', { name: /Back room/ })).toContainText('connected');
    await front.screenshot('terminals-two');
    await front.switchTo('pharmacist');
    const rxNumber = await waitingRx(front);

    proxy.set('cut');
    for (const { page } of [front, back]) {
      await expect(net(page)).toHaveText('Working alone · 1 terminal not connected', { timeout: connectedMs });
    }
    await fill(front, rxNumber);
    await fill(back, rxNumber);
    await back.screenshot('two-terminals-apart');
    await back.press('g', 'x');
    await back.sees('Nothing waits for a decision.');

    proxy.set('fair');
    for (const operator of [front, back]) {
      await operator.press('g', 'x');
      await expect(net(operator.page)).toHaveText(/^2 of 2 terminals connected/, { timeout: connectedMs });
      const sides = operator.page.getByRole('list', { name: 'Both sides' }).getByRole('listitem');
      await expect(sides).toHaveCount(2, { timeout: connectedMs });
      await expect(sides.filter({ hasText: 'Back room' })).toContainText('Made up the fill');
      await expect(operator.page.getByRole('link', { name: /Exceptions/ })).toContainText('1');
    }
    await front.screenshot('exceptions-front');
    await back.screenshot('exceptions-back');
    await front.press('o');
    await expect(front.page.getByRole('heading', { name: 'Two terminals acted at once' })).toBeVisible();
    await front.screenshot('exceptions-on-the-prescription');
    await front.press('g', 'x');

    await back.press('1');
    await expect(back.page.getByRole('dialog')).toBeVisible();
    await back.type('asked the technician');
    await back.screenshot('exceptions-decide');
    await back.press('Control+Enter');
    for (const operator of [back, front]) {
      await expect(operator.page.getByText('Nothing waits for a decision.')).toBeVisible({ timeout: connectedMs });
    }
    await front.press('r');
    await front.sees(/^Decided: /);
    await front.sees('asked the technician');
    await front.sees(/on Back room,/);
    await front.screenshot('exceptions-decided');
    await back.press('g', 'y');
    await back.sees('Connected, both have everything.');
    await back.screenshot('system-two-terminals');
  } finally {
    await Promise.all(Object.values(pages).map((page) => page.close()));
    await second?.remove();
    await proxy?.close();
    await first.remove();
  }
});
