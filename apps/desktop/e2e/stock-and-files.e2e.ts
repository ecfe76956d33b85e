import { expect, type Operator, test, upcOf } from './workstation.ts';

test.describe.configure({ mode: 'serial' });

/** Of the starter catalogue: acyclovir 200 mg capsule. */
const acyclovir = '99901-1808-1';

test('UI-52 UI-149 stock is received by scan, counted, adjusted and quarantined', async ({ operator }) => {
  test.setTimeout(120_000);
  const { page } = operator;
  await operator.signIn('tech');
  await operator.press('g', 'k');
  await expect(page.getByRole('heading', { name: 'Stock' })).toBeVisible();
  await operator.press('r');
  const receive = page.getByRole('dialog', { name: 'Receive goods' });
  await expect(receive.getByRole('textbox', { name: /Scan a package/ })).toBeFocused();
  await operator.scan(`0100${upcOf(acyclovir)}1729123110WIN77`);
  await expect(receive.getByRole('textbox', { name: 'Lot', exact: true })).toHaveValue('WIN77');
  await expect(receive.getByRole('textbox', { name: 'Expires' })).toHaveValue('12/31/2029');
  await operator.tabTo('Packages');
  await operator.press('Control+a');
  await operator.type('2');
  await operator.press('Alt+a');
  await expect(receive.getByRole('list', { name: 'Lines of this receipt' })).toContainText('2 × acyclovir');
  await operator.screenshot('stock-receive');
  await operator.press('Control+Enter');
  await operator.sees('Received 1 line');
  await expect(receive).toBeHidden();

  await operator.press('/');
  await operator.type('acyclovir 200');
  await expect(page.getByRole('row').filter({ hasText: 'acyclovir' })).toHaveCount(1);
  await operator.press('Enter', 'Home');
  const lot = page.getByRole('row').filter({ hasText: 'WIN77' });
  await expect(lot).toContainText('100');
  await operator.tabTo('WIN77');
  await operator.press('Enter', 'c');
  await expect(page.getByRole('dialog', { name: 'Count lot WIN77' })).toBeVisible();
  await operator.type('98');
  await operator.press('Control+Enter');
  await operator.sees(/Book 100, counted 98/);
  await operator.screenshot('stock-count');
  await operator.press('Escape');
  await expect(lot).toContainText('98');

  await operator.press('j');
  await expect(page.getByRole('dialog', { name: 'Adjust lot WIN77' })).toBeVisible();
  await operator.type('-3');
  await operator.press('Tab');
  await operator.type('d');
  await operator.screenshot('stock-adjust');
  await operator.press('Control+Enter');
  await operator.sees('Adjusted: 95 on hand');
  await operator.press('q');
  await expect(page.getByRole('dialog', { name: /WIN77 to quarantined/ })).toBeVisible();
  await operator.type('seal broken');
  await operator.press('Control+Enter');
  await expect(lot).toContainText('quarantined');
  await operator.press('m');
  await expect(page.getByRole('dialog', { name: 'Movements of lot WIN77' })).toContainText('-3');
  await operator.screenshot('stock-movements');
});

test('UI-150 publishers’ files are imported, and what was not taken is named', async ({ operator }) => {
  test.setTimeout(120_000);
  const { page } = operator;
  await operator.signIn('manager');
  await operator.press('g', 'd');
  await choose(operator, 'products.txt', orangeBook);
  await operator.screenshot('import-chosen');
  await operator.press('Control+Enter');
  await operator.sees(/In the catalogue: /);
  await operator.sees('1 row rejected');
  await operator.screenshot('import-drugs');
  await operator.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await operator.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Find anything' })).toBeFocused();
  await operator.type('go to patients');
  await operator.press('Enter');
  await expect(page.getByRole('heading', { name: 'Patients' })).toBeVisible();
  await choose(operator, 'broken.ndjson', '{"resourceType":"Patient",');
  await operator.press('Control+Enter');
  await operator.sees(/broken\.ndjson:1/);
  await operator.press('Escape');
  await choose(operator, 'export.ndjson', fhir);
  await operator.press('Control+Enter');
  await operator.sees(/Patients added: 1 .* rejected: 1/);
  await operator.screenshot('import-fhir');
  await operator.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await operator.press('/');
  await operator.type('quetzalli');
  await expect(page.getByRole('row').filter({ hasText: 'Quetzalli' })).toBeVisible();
});

test('UI-151 a pharmacist states the schedule that no source states', async ({ operator }) => {
  const { page } = operator;
  await operator.signIn('pharmacist');
  await operator.press('g', 'd');
  await expect(page.getByRole('heading', { name: 'Drugs' })).toBeVisible();
  await operator.type('windowcillin');
  await operator.press('ArrowDown');
  await operator.sees('no source states it');
  await operator.press('Alt+s');
  await expect(page.getByRole('dialog', { name: /^Schedule of windowcillin/ })).toBeVisible();
  await operator.type('C-IV');
  await operator.tabTo('Where you looked it up');
  await operator.type('label of the package');
  await operator.screenshot('schedule-stated');
  await operator.press('Control+Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByText('no source states it')).toBeHidden();
  await operator.sees('C-IV');
});

const orangeBook = [
  'Ingredient~DF;Route~Trade_Name~Applicant~Strength~Appl_Type~Appl_No~Product_No~TE_Code~Approval_Date~RLD~RS~Type~Applicant_Full_Name',
  'WINDOWCILLIN~TABLET;ORAL~PANE~GLAZIER~10MG~A~099901~001~AB~Jan 3, 2020~No~No~RX~GLAZIER LABS INC',
  'WINDOWCILLIN~TABLET;ORAL~PANE~GLAZIER~20MG~A~not a number~002~AB~Jan 3, 2020~No~No~RX~GLAZIER LABS INC',
  '',
].join('\r\n');

const fhir = [
  JSON.stringify({
    resourceType: 'Patient',
    id: 'p1',
    name: [{ family: 'Quetzalli', given: ['Ada'] }],
    gender: 'female',
    birthDate: '1990-02-03',
  }),
  JSON.stringify({ resourceType: 'Patient', id: 'p2' }),
  '',
].join('\n');

/** The dialog with Alt I, its files with Alt F. */
async function choose(operator: Operator, name: string, text: string): Promise<void> {
  const { page } = operator;
  await expect(page.getByRole('button', { name: /^Import/ })).toBeVisible();
  await operator.press('Alt+i');
  await expect(page.getByRole('dialog')).toBeVisible();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), operator.press('Alt+f')]);
  await chooser.setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await operator.sees(name);
}
