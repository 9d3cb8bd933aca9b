// The same page in another engine: it opens, answers and can be scrubbed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchFirefox, settings } from './settings.mjs';

const skip = settings.firefox ? false : 'there is no Firefox here';

test('it opens in Firefox, answers and can be scrubbed', { skip }, async () => {
  const browser = await launchFirefox();
  try {
    const page = await browser.newPage();
    const troubles = [];
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    const text = (name) => page.$eval(`[data-test="${name}"]`, (part) => part.innerText);

    await page.goto(settings.url);
    await page.waitForFunction(
      () => /\d/.test(document.querySelector('[data-test="verdict"]')?.innerText ?? ''),
    );
    await page.focus('[data-test="scrub"]');
    await page.keyboard.press('Home');
    const start = await text('clock');
    await page.keyboard.press('End');
    await page.waitForFunction(
      (start) => document.querySelector('[data-test="clock"]').innerText !== start,
      {},
      start,
    );
    assert.deepEqual(troubles, []);
  } finally {
    await browser.close();
  }
});
