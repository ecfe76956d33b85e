import { expect, type Operator, test } from './workstation.ts';

test.describe.configure({ mode: 'serial' });

/** Of the simulated card terminal: amounts that end in 13 are declined. */
const declined = /\$\d+\.13/;

test('UI-25 UI-135 a declined card sells nothing, cash or another card does', async ({ operator }) => {
  test.setTimeout(120_000);
  const { page } = operator;
  await operator.signIn('pharmacist');
  await operator.press('g', 'w');
  await operator.selectRow(declined);
  await operator.press('Enter');
  await operator.collects('A Collector');
  await operator.tabTo('Cash');
  await operator.choose('Card');
  await operator.press('Control+Enter');
  await operator.sees(/The card was declined/);
  await operator.sees(/Nothing was charged/);
  await operator.screenshot('till-card-declined');
  await operator.tabTo('Card');
  await operator.press('ArrowLeft', 'Space', 'Control+Enter');
  await operator.sees('Sold');
  await operator.press('Control+Enter');
  await expect(page.getByRole('combobox', { name: 'Find or scan' })).toBeFocused();

  await operator.press('Escape');
  await operator.selectRow(/\$12\.00/);
  await operator.press('Enter');
  await operator.collects('A Collector');
  await operator.tabTo('Cash');
  await operator.choose('Card');
  await operator.press('Control+Enter');
  await operator.sees('Sold');
  await operator.screenshot('till-card-approved');
  await operator.press('Control+Enter', 'Alt+s');
  await expect(page.getByRole('heading', { name: 'Sales of the day' })).toBeVisible();
  const approved = page.getByRole('row').filter({ hasText: '$12.00' }).first();
  await expect(approved).toHaveAttribute('aria-selected', 'true');
  await operator.sees('Card');
});

test('UI-136 a house account is opened, charged at the till and paid off', async ({ operator }) => {
  test.setTimeout(120_000);
  const { page } = operator;
  await operator.signIn('manager');
  await operator.press('g', 'w');
  const row = page.getByRole('row', { selected: true });
  await expect(row).toBeVisible();
  const patient = (await row.getByRole('gridcell').nth(1).innerText()).trim();
  const owed = (await row.innerText()).match(/\$[\d.,]+/)?.[0] ?? '';
  await operator.press('Enter');
  await operator.collects('A Collector');
  await operator.tabTo('Cash');
  await operator.choose('House account');
  await operator.press('Control+Enter');
  await operator.sees(/no open house account/);

  await openAccount(operator, patient);
  await operator.press('a');
  const dialog = page.getByRole('dialog', { name: 'Open the account' });
  await expect(dialog).toBeVisible();
  await operator.press('Control+a');
  await operator.type('500');
  await operator.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await operator.sees('$500.00');

  await operator.press('g', 't');
  await expect(page.getByRole('heading', { name: 'Till' })).toBeVisible();
  await operator.sees(owed);
  await operator.press('Control+Enter');
  await operator.sees('Sold');
  await openAccount(operator, patient);
  await operator.sees('Bought on account');
  await operator.press('p');
  await expect(page.getByRole('dialog', { name: 'Take a payment' })).toBeVisible();
  await operator.screenshot('account-payment');
  await operator.press('Control+Enter');
  await operator.sees(/paid towards the account/);
  await expect(page.getByText('$0.00')).toBeVisible();
  await operator.screenshot('account');
});

test('UI-137 a fill is voided and an item refunded from the sales of the day', async ({ operator }) => {
  test.setTimeout(120_000);
  const { page } = operator;
  await operator.signIn('manager');
  await operator.press('g', 's');
  await operator.tabTo('Store');
  await operator.press('ArrowRight');
  await expect(page.getByRole('heading', { name: 'Shelf prices' })).toBeVisible();
  await operator.press('a');
  await operator.type('BAG1');
  await operator.press('Tab');
  await operator.type('Canvas bag');
  await operator.press('Tab');
  await operator.type('4.50');
  await operator.screenshot('shelf-price');
  await operator.press('Control+Enter');
  await expect(page.getByRole('cell', { name: 'Canvas bag', exact: true })).toBeVisible();
  await operator.screenshot('shelf-prices');

  await operator.press('g', 't');
  await expect(page.getByRole('combobox', { name: 'Find or scan' })).toBeFocused();
  await operator.type('BAG1');
  await operator.sees('Sell it as an item from the shelf');
  await operator.press('Enter');
  await operator.sees('Canvas bag');
  await operator.press('Control+Enter');
  await operator.sees('Sold');
  await operator.press('Control+Enter', 'Alt+s');
  await expect(page.getByRole('row', { selected: true })).toContainText('Canvas bag');
  await undo(operator, 'Refund an item', 'brought back unused');
  await expect(page.getByRole('row', { selected: true })).toContainText('refunded');

  await operator.selectRow('Rx 1');
  await undo(operator, 'Void a fill', 'given to the wrong person');
  await expect(page.getByRole('row', { selected: true })).toContainText('voided');
  await operator.screenshot('sales');
});

async function openAccount(operator: Operator, patient: string): Promise<void> {
  await operator.press('g', 'p');
  await expect(operator.page.getByRole('textbox', { name: /Name, birth date/ })).toBeFocused();
  await operator.type(patient);
  await expect(
    operator.page
      .getByRole('row')
      .filter({ hasText: patient.split(',')[0] })
      .first(),
  ).toBeVisible();
  await operator.press('ArrowDown', 'Enter');
  await operator.tabTo(/^Medications/);
  await operator.press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
  await expect(operator.page.getByRole('heading', { name: 'House account' })).toBeVisible();
}

async function undo(operator: Operator, title: string, reason: string): Promise<void> {
  await operator.press('v');
  const dialog = operator.page.getByRole('dialog', { name: title });
  await expect(dialog).toBeVisible();
  await operator.type(reason);
  await operator.screenshot(title.toLowerCase().replaceAll(' ', '-'));
  await operator.press('Control+Enter');
  await operator.sees(/paid back/);
  await expect(dialog).toBeHidden();
}
