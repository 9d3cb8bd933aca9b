// The guide beside the page: on a phone, for everyone, and its ways into the page.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.mjs';
import { launchChromium, settings } from './settings.mjs';

let browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser.close());

const at = (file) => new URL(`guide/${file}`, settings.url).href;

async function opened(file, options, run) {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    await page.goto(at(file));
    await run(page);
  } finally {
    await context.close();
  }
}

test('on a phone nothing is wider than the screen, and axe finds nothing', async () => {
  await opened('index.html', { viewport: { width: 390, height: 844 } }, async (page) => {
    const pages = await page.locator('a').evaluateAll((links) =>
      [...new Set(links.map((link) => link.href.split('#')[0]))].filter((href) => href.endsWith('.html')));
    const guide = pages.filter((href) => href.startsWith(at('')));
    assert.ok(guide.length > 10, `${guide.length} pages`);
    for (const href of guide) {
      await page.goto(href);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, href);
      const narrow = await page.locator('td').evaluateAll((cells) =>
        cells.map((cell) => cell.getBoundingClientRect()).filter((box) => box.width < 60 && box.height > 140).length);
      assert.equal(narrow, 0, `${href} has columns of one word`);
      assert.deepEqual(await violations(page), [], href);
    }
  });
});

test('a picture opens by itself, its scene and a scenario in the page', async () => {
  const says = (page, name, text) =>
    page.locator(`[data-test="${name}"]`).filter({ hasText: text }).first().waitFor();
  await opened('picture.html', {}, async (page) => {
    await page.locator('a > img').first().click();
    await page.waitForURL(/images\/[\w-]+\.svg$/);
    await page.goBack();
    await page.locator('a.open[href*="~scene=pinned"]').click();
    await says(page, 'look', 'A slow reader pins history');
    await says(page, 'clock', '38');
  });
  await opened('sharing.html', {}, async (page) => {
    await page.locator('pre + p > a.open').first().click();
    await says(page, 'verdict', /\d/);
    await page.getByRole('tab', { name: 'Scenario' }).click();
    const script = await page.locator('[data-test="script"]').inputValue();
    assert.match(script, /at 10s disconnect r1 for 2m\nrun 10m/);
  });
});
