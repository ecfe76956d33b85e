import { expect, type Operator, test, totpNow, upcOf } from './workstation.ts';

test.describe.configure({ mode: 'serial' });

/** Anna Zebrowski's lisinopril; answers its Rx number. */
async function takeIn(operator: Operator): Promise<string> {
  const { page } = operator;
  await operator.openIntake();
  await operator.type('zebrowski, anna');
  await operator.sees('Add a new patient');
  await operator.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Birth date' })).toBeFocused();
  await operator.type('4/12/61');
  await operator.sees('12 Apr 1961');
  await operator.screenshot('intake-new-patient');
  await operator.tabTo('Allergies');
  await operator.type('penicillin');
  await operator.press('Control+Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await operator.sees('penicillin');

  await operator.tabTo('Drug');
  await operator.type('lisinopril 20');
  await expect(page.getByRole('option').first()).toContainText('lisinopril 20 mg');
  await operator.screenshot('intake-drug-search');
  await operator.press('Enter');
  await operator.tabTo('Directions');
  await operator.type('1 tab po daily');
  await operator.sees(/Take 1 tablet by mouth/);
  await operator.press('Tab');
  await operator.type('30');
  await expect(page.getByRole('textbox', { name: 'Days supply' })).toHaveValue('30');
  await operator.tabTo('Refills');
  await operator.press('Control+a');
  await operator.type('2');
  await operator.tabTo('Prescriber');
  await operator.type('Quince');
  await expect(page.getByRole('option').first()).toContainText('Quince');
  await operator.press('Enter');
  await operator.screenshot('intake-filled');
  await operator.press('Control+Enter');
  const toast = await page.getByText(/Rx \d{3} \d{4} taken in/).innerText();
  await expect(page.getByRole('heading', { name: 'Prescribed' })).toBeVisible();
  return toast.replace(/\D/g, '');
}

test('UI-130 a prescription goes from intake to hand-over without the mouse', async ({ operator }) => {
  test.setTimeout(180_000);
  const { page } = operator;
  await operator.signIn('tech');
  await operator.sees('DEMO STORE');
  await operator.screenshot('queue-light');
  const rxNumber = await takeIn(operator);

  await operator.press('Control+Enter');
  await operator.sees('A pharmacist must release it');
  await operator.switchTo('pharmacist');
  await operator.sees('Review and release');
  await operator.press('Control+Enter');
  await operator.sees('It waits for its price now');
  await operator.sees('Settle the price');
  await operator.screenshot('prescription-page');
  await operator.press('Control+Enter');
  await operator.sees('Patient pays');

  await operator.switchTo('tech');
  await expect(page.getByRole('button', { name: /^Fill/ })).toBeVisible();
  await operator.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Fill' })).toBeVisible();
  const ndc = await page
    .getByText(/^\d{4,5}-\d{3,4}-\d{1,2}$/)
    .first()
    .innerText();
  await operator.scan('4006381333931');
  await operator.sees(/not in the catalogue|Not the chosen product/);
  await operator.scan(upcOf(ndc));
  await operator.sees('Scan matches');
  await operator.screenshot('fill-station');
  await operator.press('Control+Enter');
  await operator.sees('Filled');
  await operator.sees('Take 1 tablet by mouth');
  await operator.screenshot('fill-label');

  await operator.switchTo('pharmacist');
  await operator.openRx(rxNumber);
  await operator.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Verify' })).toBeVisible();
  await operator.sees('Scan matches');
  await operator.screenshot('verification');
  await operator.press('Control+Enter');
  await operator.sees(/^Released:/);

  await operator.switchTo('tech');
  await operator.press('g', 'w');
  await expect(page.getByRole('heading', { name: 'Will call' })).toBeVisible();
  await operator.press('/');
  await operator.type('zebrowski');
  await operator.press('Enter');
  await expect(page.getByRole('row', { name: /Zebrowski/ })).toHaveAttribute('aria-selected', 'true');
  await operator.screenshot('will-call');
  await operator.press('Enter');
  await handOver(operator);

  await operator.openRx(rxNumber);
  await operator.sees('Sold');
  await operator.sees(/Handed over/i);
  await operator.screenshot('prescription-sold');
});

test('UI-131 a controlled drug is verified with the second factor, and not without', async ({ operator }) => {
  test.setTimeout(120_000);
  const { page } = operator;
  await operator.signIn('pharmacist');
  await operator.press('g', 'v');
  await expect(page.getByRole('grid')).toBeVisible();
  await operator.selectRow(/C-I+/);
  await operator.press('Enter');
  await expect(page.getByRole('textbox', { name: /Second factor/ })).toBeFocused();
  await expect(page.getByRole('button', { name: /Verify and release/ })).toBeDisabled();
  await operator.type('000000');
  await operator.press('Control+Enter');
  await operator.sees(/code is wrong/);
  await operator.screenshot('verification-refused');
  await operator.press('Control+a');
  await operator.type(totpNow());
  await operator.press('Control+Enter');
  await operator.sees(/^Released:/);
});

test('UI-132 a blocking alert holds a prescription until a pharmacist gives a coded reason', async ({ operator }) => {
  test.setTimeout(120_000);
  const { page } = operator;
  await operator.signIn('pharmacist');
  await operator.press('/');
  await operator.type('clarithromycin');
  await operator.press('Enter');
  await expect(page.getByRole('row', { name: /clarithromycin/ })).toHaveAttribute('aria-selected', 'true');
  await operator.sees('Contraindicated');
  await operator.screenshot('queue-alert');
  await operator.press('Enter');
  await expect(page.getByRole('heading', { name: 'Alerts' })).toBeVisible();
  await operator.press('Control+Enter');
  await operator.sees(/must be decided first/);
  await operator.press('v');
  await expect(page.getByRole('dialog')).toBeVisible();
  await operator.press('Enter', 'ArrowDown', 'Enter');
  await operator.tabTo(/What was decided/);
  await operator.type('Spoke with the prescriber: simvastatin paused for the course.');
  await operator.screenshot('alert-override');
  await operator.press('Control+Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await operator.sees('Settle the price');
});

async function handOver(operator: Operator): Promise<void> {
  const { page } = operator;
  await expect(page.getByRole('heading', { name: 'Till' })).toBeVisible();
  await operator.sees('lisinopril 20 mg');
  await operator.tabTo('Name');
  await operator.press('Space');
  await operator.tabTo('Birth date');
  await operator.press('Space');
  await operator.tabTo('Given');
  await operator.press('Space');
  await operator.tabTo(/type the full name/);
  await operator.type('Anna Zebrowski');
  await operator.tabTo('Received');
  await operator.press('Control+a');
  await operator.type('500');
  await operator.sees('Change');
  await operator.screenshot('till');
  await operator.press('Control+Enter');
  await expect(page.getByText('Sold', { exact: true })).toBeVisible();
  await operator.sees(/Change \$/);
  await operator.screenshot('receipt');
}
