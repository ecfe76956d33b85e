import { expect, type Operator, test, upcOf } from './workstation.ts';

test.describe.configure({ mode: 'serial' });

test('UI-43 UI-138 part of a fill goes out, the rest is owed and completes it or is given up', async ({ operator }) => {
  test.setTimeout(120_000);
  const { page } = operator;
  await operator.signIn('pharmacist');
  await operator.press('g', 'f');
  await operator.selectRow('furosemide');
  const number = await chosenNumber(operator);
  await operator.press('Enter');
  await scanTheBottle(operator);
  await operator.tabTo('Quantity counted');
  await operator.press('Control+a');
  await operator.type('20');
  await operator.sees('Owes 10');
  await operator.screenshot('fill-part');
  await operator.press('Control+Enter');
  await operator.sees('Filled');
  await verifyAndHandOver(operator, number);

  await operator.openRx(number);
  await operator.sees('Owes 10');
  await expect(page.getByRole('button', { name: /^Fill the rest/ })).toBeVisible();
  await operator.screenshot('owed');
  await operator.press('Control+Enter');
  await scanTheBottle(operator);
  await expect(page.getByRole('textbox', { name: 'Quantity counted' })).toHaveValue('10');
  await operator.press('Control+Enter');
  await operator.sees('Filled');
  await verifyAndHandOver(operator, number);
  await operator.openRx(number);
  await expect(page.getByText('Sold', { exact: true }).first()).toBeVisible();
  await operator.sees(/part 2/);
  await operator.screenshot('owed-completed');

  await operator.press('g', 'f');
  await operator.selectRow('Owed');
  await operator.openRx(await chosenNumber(operator));
  await more(operator, 'Give up what is owed');
  await operator.type('patient stopped taking it');
  await operator.screenshot('owed-given-up');
  await operator.press('Control+Enter');
  await operator.sees('Nothing is owed any more');
  await expect(page.getByText('Sold', { exact: true }).first()).toBeVisible();
});

test('UI-139 a prescription is held, taken back, and filled with another product', async ({ operator }) => {
  test.setTimeout(120_000);
  const { page } = operator;
  await operator.signIn('pharmacist');
  await receive(operator, '99901-1074-2');
  await operator.press('g', 'f');
  await operator.selectRow('montelukast');
  const number = await chosenNumber(operator);
  await operator.openRx(number);
  await operator.press('h');
  await expect(page.getByRole('dialog', { name: 'Put on hold' })).toBeVisible();
  await operator.tabTo(/^Note/);
  await operator.type('asked to wait');
  await operator.screenshot('hold');
  await operator.press('Control+Enter');
  await expect(page.getByRole('button', { name: /^Take back into work/ })).toBeVisible();
  await operator.press('h');
  await operator.sees('Back in the queue');

  await operator.press('s');
  await expect(page.getByRole('dialog', { name: 'Choose the product' })).toBeVisible();
  await expect(page.getByRole('option').first()).toBeVisible();
  await operator.screenshot('substitutes');
  await operator.press('Control+Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await operator.sees('Product chosen');
  await operator.screenshot('substituted');
  await expect(page.getByRole('button', { name: /^Settle the price/ })).toBeVisible();
  await operator.press('Control+Enter');
  await expect(page.getByRole('button', { name: /^Fill/ })).toBeVisible();
  await operator.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Fill', exact: true })).toBeVisible();
  await operator.scan(upcOf('99901-1074-1'));
  await operator.sees('Not the chosen product');
  await operator.press('Alt+u');
  await operator.sees('Scan matches');
  await operator.screenshot('fill-other-product');
  await operator.press('Control+Enter');
  await operator.sees('Filled');
});

test('UI-147 UI-148 one prescription goes to another pharmacy, one comes from there, and one is refilled early', async ({
  operator,
}) => {
  test.setTimeout(120_000);
  const { page } = operator;
  await operator.signIn('pharmacist');
  await operator.openRx('lisinopril 20');
  await more(operator, 'Transfer to another pharmacy');
  for (const text of ['Riverside Drugs', 'Pat Moss', '12 High St, Columbus OH', '614 555 0188']) {
    await operator.type(text);
    await operator.press('Tab');
  }
  await operator.screenshot('transfer-out');
  await operator.press('Control+Enter');
  await expect(page.getByText('Transferred', { exact: true }).first()).toBeVisible();

  await operator.press('g', 'i');
  await expect(page.getByRole('combobox', { name: 'Patient' })).toBeFocused();
  await operator.type('hollowmere, rash');
  await operator.press('Tab');
  await expect(page.getByRole('combobox', { name: 'Patient' })).toHaveValue('Hollowmere, Rashid');
  await operator.type('meloxicam 15');
  await operator.press('Tab');
  await operator.type('1 tab po daily');
  await operator.tabTo('Quantity');
  await operator.type('30');
  await operator.tabTo('Prescriber');
  await operator.type('Quince');
  await operator.press('Tab');
  await operator.tabTo(/How it came/);
  await operator.type('t');
  await expect(page.getByRole('heading', { name: 'From the other pharmacy' })).toBeVisible();
  await operator.tabTo('Pharmacy');
  for (const text of ['Riverside Drugs', 'Pat Moss', '12 High St, Columbus OH']) {
    await operator.type(text);
    await operator.press('Tab');
  }
  await operator.press('Control+Enter');
  await operator.sees(/no fill or refill is left/);
  await operator.screenshot('transfer-in-refused');
  await operator.tabTo('Never filled there');
  await operator.press('Space', 'Control+Enter');
  await operator.sees(/taken in/);
  await expect(page.getByRole('heading', { name: 'Prescribed' })).toBeVisible();
  await operator.sees(/^Transfer/);
  await operator.screenshot('transfer-in');

  await operator.openRx('100 0046');
  await operator.press('r');
  await expect(page.getByRole('dialog', { name: 'Refill' })).toBeVisible();
  await operator.press('Control+Enter');
  await operator.sees(/Due on/);
  await operator.screenshot('refill-too-soon');
  await operator.tabTo(/Why it is needed earlier/);
  await operator.type('v');
  await operator.press('Control+Enter');
  await operator.sees(/Refill taken in as fill 1/);
});

/** The Rx number of the chosen row. */
function chosenNumber(operator: Operator): Promise<string> {
  return operator.page
    .getByRole('row', { selected: true })
    .getByText(/^\d{3} \d{4}$/)
    .innerText();
}

/** One package with its cost: without one a product has no price. */
async function receive(operator: Operator, ndc: string): Promise<void> {
  const { page } = operator;
  await operator.press('g', 'k');
  await expect(page.getByRole('heading', { name: 'Stock' })).toBeVisible();
  await operator.press('r');
  await expect(page.getByRole('textbox', { name: /Scan a package/ })).toBeFocused();
  await operator.scan(`0100${upcOf(ndc)}1729123110TURN1`);
  await expect(page.getByRole('textbox', { name: 'Lot', exact: true })).toHaveValue('TURN1');
  await operator.tabTo(/^Cost each/);
  await operator.type('12');
  await operator.press('Enter', 'Control+Enter');
  await operator.sees('Received 1 line');
  await expect(page.getByRole('dialog')).toBeHidden();
}

async function scanTheBottle(operator: Operator): Promise<void> {
  const { page } = operator;
  await expect(page.getByRole('heading', { name: 'Fill', exact: true })).toBeVisible();
  const ndc = await page
    .getByText(/^\d{4,5}-\d{3,4}-\d{1,2}$/)
    .first()
    .innerText();
  await operator.scan(upcOf(ndc));
  await operator.sees('Scan matches');
}

async function verifyAndHandOver(operator: Operator, number: string): Promise<void> {
  await operator.openRx(number);
  await expect(operator.page.getByRole('button', { name: /^Verify/ })).toBeVisible();
  await operator.press('Control+Enter');
  await expect(operator.page.getByRole('heading', { name: 'Verify' })).toBeVisible();
  await operator.press('Control+Enter');
  await operator.sees(/^Released:/);
  await operator.openRx(number);
  await expect(operator.page.getByRole('button', { name: /^Hand over/ })).toBeVisible();
  await operator.press('Control+Enter');
  await operator.collects('A Collector');
  await operator.press('Control+Enter');
  await expect(operator.page.getByText('Sold', { exact: true })).toBeVisible();
}

/** The menu of a prescription, by its first letters. */
async function more(operator: Operator, action: string): Promise<void> {
  await operator.tabTo('More');
  await operator.press('Enter');
  await expect(operator.page.getByRole('menuitem', { name: action })).toBeVisible();
  await operator.type(action.slice(0, 3));
  await operator.press('Enter');
  await expect(operator.page.getByRole('dialog', { name: action })).toBeVisible();
}
