// The same page in another engine: it opens, answers and can be scrubbed.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
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

/** Opens an address in Firefox and runs something once it answers. */
async function visit(address, run) {
  const browser = await launchFirefox();
  try {
    const page = await browser.newPage();
    const troubles = [];
    page.on('pageerror', (error) => troubles.push(String(error)));
    await page.goto(address);
    await page.waitForFunction(
      () => /\d/.test(document.querySelector('[data-test="clock"]')?.innerText ?? ''),
    );
    await run(page);
    assert.deepEqual(troubles, []);
  } finally {
    await browser.close();
  }
}

const SCENE = '#v1;writes+1mb/s;replica+r1;at+10s+disconnect+r1+for+30s;~cursor=20s';
const inner = (page, name) => page.$eval(`[data-test="${name}"]`, (part) => part.innerText);

test('in Firefox a link opens, and back goes a step', { skip }, async () => {
  await visit(settings.url + SCENE, async (page) => {
    assert.match(await inner(page, 'clock'), /20/);
    await page.click('[data-test="page-info"]');
    await page.waitForFunction(() => location.hash.includes('~drawer=info'));
    await page.goBack();
    await page.waitForFunction(() => !location.hash.includes('~drawer=info'));
    await page.waitForSelector('[data-test="page-why"][aria-selected="true"]');
  });
});

test('in Firefox a part of another page answers its holder', { skip }, async () => {
  await visit(`${settings.url}${SCENE};~embed=transport`, async (page) => {
    await page.waitForSelector('[data-test="open-full"]');
    assert.equal(await page.$eval('[data-test="share"]', (part) => part.offsetParent), null);
    assert.equal(await page.evaluate(() => window.__stormglass.call('seek', '31s')), true);
    await page.waitForFunction(() => /31/.test(document.querySelector('[data-test="clock"]').innerText));
  });
});

test('in Firefox one file of the page opens from a disk and reads a paste', {
  skip: skip || (settings.single ? false : '`cargo xtask dist --single` was not run'),
}, async () => {
  await visit(pathToFileURL(settings.single) + SCENE, async (page) => {
    assert.match(await inner(page, 'clock'), /20/);
    assert.match(await inner(page, 'offline'), /one file/);
    await page.$$eval('[role="tab"]', (tabs) => tabs.find((tab) => /paste/i.test(tab.innerText)).click());
    await page.waitForSelector('[data-test="paste"]');
    const text = await readFile(join(settings.samples, 'redis-7.0.15-t1.info'), 'utf8');
    await page.$eval('[data-test="paste"]', (area, text) => {
      area.value = text;
      area.dispatchEvent(new Event('input', { bubbles: true }));
    }, text);
    await page.waitForFunction(() => /7\.0\.15/.test(document.querySelector('#panel')?.innerText ?? ''));
  });
});
