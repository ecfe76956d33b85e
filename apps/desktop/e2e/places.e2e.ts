import { test as bare, expect } from '@playwright/test';
import { Operator, OwnService } from './workstation.ts';

const places = [
  {
    jurisdiction: 'us_fl',
    foot: 'Demo Pharmacy Tampa · Tampa FL',
    money: /\$\d/,
    order: 'mm/dd/yyyy',
    schedule: 'C-II',
  },
  {
    jurisdiction: 'us_ca',
    foot: 'Demo Pharmacy Sacramento · Sacramento CA',
    money: /\$\d/,
    order: 'mm/dd/yyyy',
    schedule: 'C-II',
  },
  {
    jurisdiction: 'ind_ka',
    foot: 'Demo Pharmacy Bengaluru · Bengaluru KA',
    money: /₹\d/,
    order: 'dd/mm/yyyy',
    schedule: 'H1',
  },
] as const;

for (const { jurisdiction, foot, money, order, schedule } of places) {
  bare(`UI-152 the demo of ${jurisdiction} has its state, money, dates and schedules`, async ({ page }) => {
    bare.setTimeout(120_000);
    const service = new OwnService([`--demo=${jurisdiction}`]);
    await service.start();
    try {
      await page.goto(service.launchUrl);
      const operator = new Operator(page);
      await operator.signIn('pharmacist');
      await operator.sees('DEMO STORE');
      await operator.sees(foot);
      await expect(page.getByRole('row').filter({ hasText: schedule }).first()).toBeVisible();
      await operator.screenshot(`place-${jurisdiction}-queue`);
      await operator.press('o');
      await expect(page.getByRole('heading', { name: 'Prescribed' })).toBeVisible();
      await expect(page.getByText(money).first()).toBeVisible();
      await operator.screenshot(`place-${jurisdiction}-prescription`);
      await operator.press('g', 'k');
      await expect(page.getByRole('heading', { name: 'Stock' })).toBeVisible();
      await expect(page.getByText(money).first()).toBeVisible();
      await operator.screenshot(`place-${jurisdiction}-stock`);
      await operator.press('g', 'i');
      await expect(page.getByRole('textbox', { name: /Do not fill before/ })).toHaveAttribute('placeholder', order);
      await expect(page.getByRole('textbox', { name: 'DEA' })).toHaveCount(schedule === 'H1' ? 0 : 1);
      await operator.screenshot(`place-${jurisdiction}-intake`);
    } finally {
      await service.remove();
    }
  });
}
