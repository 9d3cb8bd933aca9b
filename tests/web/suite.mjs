// One browser for a file of tests, one fresh profile for each test, and no trouble left unseen.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Page } from './page.mjs';
import { launchChromium } from './settings.mjs';

let browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser?.close());

/** A test of the page; `options` as for Page.open. */
export function pageTest(name, options, run) {
  test(name, async () => {
    const page = await Page.open(browser, options);
    try {
      await run(page);
      assert.deepEqual(page.troubles, [], 'the page reported errors');
    } finally {
      await page.close();
    }
  });
}

/** Opens a second page with a profile of its own inside a test. */
export async function inFreshProfile(options, run) {
  const page = await Page.open(browser, options);
  try {
    await run(page);
    assert.deepEqual(page.troubles, [], 'the page in the fresh profile reported errors');
  } finally {
    await page.close();
  }
}
