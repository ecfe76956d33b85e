import { test as bare, expect } from '@playwright/test';
import { demoPassword, Operator, OwnService, test } from './workstation.ts';

bare('UI-133 a fresh store is set up from the keyboard; its recovery code is shown once', async ({ page }) => {
  bare.setTimeout(120_000);
  const service = new OwnService([]);
  await service.start();
  try {
    await page.goto(service.launchUrl);
    const operator = new Operator(page);
    await expect(page.getByRole('heading', { name: 'Set up this store' })).toBeVisible();
    const answers: readonly (readonly [string | RegExp, string])[] = [
      ['Name of the pharmacy', 'Riverside Pharmacy'],
      ['Phone', '614 555 0100'],
      ['Street and number', '12 High Street'],
      ['City', 'Columbus'],
      ['Postal code', '43215'],
      ['Licence number', 'OH-1234'],
      [/^NPI/, '1234567893'],
      [/^DEA/, 'BB1388568'],
      ['Pharmacist in charge', 'Nadia Haddad'],
      ['Full name', 'Olga Ortiz'],
      ['User name', 'olga'],
      [/^Password, /, 'correct horse battery'],
      ['Password again', 'correct horse battery'],
    ];
    for (const [name, text] of answers) {
      await operator.tabTo(name);
      await operator.type(text);
    }
    await operator.screenshot('set-up');
    await operator.press('Control+Enter');
    await expect(page.getByRole('heading', { name: 'Recovery code' })).toBeVisible();
    const code = await page.locator('code').first().innerText();
    expect(code.length).toBeGreaterThan(20);
    await operator.screenshot('recovery-code');
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
    expect(kept).not.toContain(code);
    await expect(page.getByRole('button', { name: 'Go on to sign in' })).toBeDisabled();
    await operator.tabTo(/Printed or written down/);
    await operator.press('Space');
    await operator.tabTo('Go on to sign in');
    await operator.press('Enter');
    await expect(page.getByLabel('User name')).toBeFocused();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect(await page.content()).not.toContain(code);
    await operator.type('olga');
    await operator.press('Tab');
    await operator.type('correct horse battery');
    await operator.press('Enter');
    await expect(page.getByRole('grid')).toBeVisible();
    await expect(page.getByText('DEMO')).toHaveCount(0);
  } finally {
    await service.remove();
  }
});

test('UI-134 a passkey is added and signs in without a password', async ({ operator, service }) => {
  const { page } = operator;
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto(service.launchUrl.replace('127.0.0.1', 'localhost'));
  await operator.signIn('pharmacist');
  await operator.tabTo('Your account');
  await operator.press('Enter', 'ArrowDown', 'ArrowDown', 'Enter');
  await expect(page.getByRole('dialog', { name: 'Your account' })).toBeVisible();
  await operator.tabTo('Name of this device');
  await operator.type('Counter 1');
  await operator.press('Tab');
  await operator.type(demoPassword);
  await operator.press('Enter');
  await operator.sees('Saved');
  await operator.press('Escape');
  await operator.tabTo('Your account');
  await operator.press('Enter', 'ArrowUp', 'Enter');
  await expect(page.getByLabel('User name')).toHaveValue('pharmacist');
  await operator.tabTo('Sign in with a passkey');
  await operator.press('Enter');
  await expect(page.getByRole('grid')).toBeVisible();
});
