import { expect, test } from './workstation.ts';

const screens = ['queue', 'intake', 'verify', 'will-call', 'till', 'patients', 'stock', 'exceptions'];

test('UI-140 what was typed survives a reload and a crash of the service', async ({ operator, service }) => {
  test.setTimeout(120_000);
  const { page } = operator;
  await operator.signIn('tech');
  await operator.openIntake();
  await operator.tabTo('Directions');
  await operator.type('take one tablet at bedtime');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Directions' })).toHaveValue('take one tablet at bedtime');

  await service.kill();
  await operator.sees(/Reconnecting/);
  await operator.screenshot('reconnecting');
  await operator.tabTo('Directions');
  await operator.press('End');
  await operator.type(' as needed');
  await service.start();
  await operator.sees('Working alone');
  await expect(page.getByRole('textbox', { name: 'Directions' })).toHaveValue('take one tablet at bedtime as needed');
  await operator.sees(/Take 1 tablet/);
});

test('UI-141 nothing of a patient is in localStorage, and sign-out leaves nothing in sessionStorage', async ({
  operator,
}) => {
  const { page } = operator;
  await operator.signIn('tech');
  await operator.openIntake();
  await operator.type('zebrowski');
  const stored = await page.evaluate(() => ({
    local: { ...localStorage },
    session: JSON.stringify({ ...sessionStorage }),
  }));
  expect(stored.session).toContain('zebrowski');
  expect(Object.keys(stored.local).filter((key) => !/^apotheca\.(?:theme|rail|language)$/.test(key))).toEqual([]);
  await operator.press('Escape');
  await operator.tabTo('Your account');
  await operator.press('Enter', 'ArrowUp', 'Enter');
  await expect(page.getByLabel('User name')).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain('zebrowski');
});

test('UI-142 a scan into a field goes to the screen and takes nothing that was typed with it', async ({ operator }) => {
  const { page } = operator;
  await operator.signIn('tech');
  await operator.openIntake();
  await operator.tabTo('Directions');
  await operator.type('one tab');
  await operator.scan('399901102112');
  await expect(page.getByRole('combobox', { name: 'Drug' })).not.toHaveValue('');
  await expect(page.getByRole('textbox', { name: 'Directions' })).toHaveValue('one tab');
});

test('UI-143 a locked window shows nothing and keeps what is open', async ({ operator }) => {
  const { page } = operator;
  await operator.signIn('tech');
  await operator.openIntake();
  await operator.tabTo('Directions');
  await operator.type('twice daily');
  await operator.press('Alt+l');
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Directions' })).toBeHidden();
  await operator.screenshot('locked');
  await operator.press('Alt+p');
  await operator.type('apotheca-demo');
  await operator.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Directions' })).toHaveValue('twice daily');
});

test('UI-51 a dialog opened from a list stays with what it was opened for', async ({ operator }) => {
  const { page } = operator;
  await operator.signIn('tech');
  await operator.press('g', 'w');
  const bags = page.getByRole('row', { selected: false });
  const chosen = page.getByRole('row', { selected: true });
  await expect(chosen).toBeVisible();
  const patient = (await chosen.getByRole('gridcell').nth(1).innerText()).trim();
  const before = await bags.count();
  await operator.press('r');
  const dialog = page.getByRole('dialog', { name: 'Return to stock' });
  await expect(dialog).toContainText(patient);
  await operator.press('Control+Enter');
  await expect(dialog).toContainText('Write on the returned stock');
  await expect(chosen).not.toContainText(patient);
  await operator.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(bags).toHaveCount(before - 1);
});

test('UI-144 the keys that work are shown with ?, and a dialog hides those of the screen', async ({ operator }) => {
  const { page } = operator;
  await operator.signIn('pharmacist');
  await expect(page.getByRole('grid')).toBeVisible();
  await operator.press('?');
  const help = page.getByRole('dialog', { name: 'Keys that work here' });
  await expect(help.getByText('New prescription')).toBeVisible();
  await operator.screenshot('key-help');
  await operator.press('n');
  await expect(help).toBeVisible();
  await operator.press('Escape', 'n');
  await expect(page.getByRole('heading', { name: 'New prescription' })).toBeVisible();
});

test('UI-146 every control of every screen has a name and one heading names the screen', async ({ operator }) => {
  test.setTimeout(120_000);
  const { page } = operator;
  await operator.signIn('pharmacist');
  const devtools = await page.context().newCDPSession(page);
  const roles = /^(?:button|link|textbox|combobox|checkbox|radio|tab|option|menuitem|grid|dialog|navigation|img)$/;
  for (const path of [...screens, 'fill', 'drugs', 'system', 'system/terminals', 'settings', 'till/sales']) {
    await page.evaluate((to) => {
      window.location.hash = `/${to}`;
    }, path);
    // The screen before may still stand there for a moment.
    await page.waitForTimeout(500);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    const { nodes } = await devtools.send('Accessibility.getFullAXTree');
    const controls = nodes.filter((node) => !node.ignored && roles.test(String(node.role?.value ?? '')));
    expect(controls.length).toBeGreaterThan(10);
    const nameless = controls.filter((node) => !node.name?.value).map((node) => String(node.role?.value));
    expect(nameless, `controls without a name on ${path}`).toEqual([]);
  }
});

for (const size of [
  { width: 1440, height: 860, name: '1440' },
  { width: 1280, height: 800, name: '1280' },
  { width: 640, height: 400, name: '1280-at-200-percent' },
  { width: 3840, height: 2160, name: '4k' },
]) {
  test(`UI-145 every screen fits ${size.name} in light and dark without scrolling sideways`, async ({ operator }) => {
    test.setTimeout(120_000);
    const { page } = operator;
    await operator.signIn('pharmacist');
    await page.setViewportSize(size);
    for (const path of screens) {
      await page.evaluate((to) => {
        window.location.hash = `/${to}`;
      }, path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await operator.screenshot(`${path}-${size.name}-${colorScheme}`);
      }
      const overflow = await page.evaluate(() => {
        const main = document.getElementById('main');
        return Math.max(
          document.documentElement.scrollWidth - window.innerWidth,
          (main?.scrollWidth ?? 0) - (main?.clientWidth ?? 0),
        );
      });
      expect(overflow, `${path} is wider than the window`).toBeLessThanOrEqual(0);
    }
  });
}
