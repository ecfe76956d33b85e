import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/window/find-browser.mjs';

/**
 * The real window: each test starts its own service on a demo store and drives the built workstation in Chromium. One
 * at a time, because a page that waits for a busy machine tells nothing about the page.
 */
const executablePath = findBrowser() ?? undefined;

export default defineConfig({
  testDir: 'apps/desktop/e2e',
  testMatch: /\.e2e\.ts$/,
  outputDir: 'artifacts/window',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // Chromium's sandbox refuses to work for root.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
});
