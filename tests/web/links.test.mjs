// Links: the same scene in another browser, readable by a person, forgiving when broken.

import assert from 'node:assert/strict';
import { inFreshProfile, pageTest } from './suite.mjs';

const hashOf = (link) => link.slice(link.indexOf('#'));

const STAYS_PARTIAL =
  '#v1;server+redis+7.2.4;repl-backlog-size+64mb;writes+1mb/s;replica+r1;at+10s+disconnect+r1+for+30s';

pageTest('the button copies the link that is shown', {}, async (page) => {
  await page.pause();
  await page.part('share').click();
  const link = await page.link();
  assert.match(link, /#v1;server\+/, 'a person can read it');
  await page.raw.waitForFunction(async () => (await navigator.clipboard.readText()).includes('#v1'));
  const copied = await page.raw.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, link);
});

pageTest('the link opens the same scene in a fresh profile', {}, async (page) => {
  await page.drag('slider-writes', 0.7);
  await page.pause();
  await page.scrubTo('End');
  await page.frames(60);
  const link = await page.link();
  const [verdict, config] = [await page.verdict(), await page.text('config-set')];
  await inFreshProfile({ hash: hashOf(link) }, async (fresh) => {
    assert.equal(await fresh.verdict(), verdict);
    assert.equal(await fresh.text('config-set'), config);
  });
});

pageTest('a link carries the moment', { hash: `${STAYS_PARTIAL};~cursor=20s`, reducedMotion: 'reduce' }, async (page) => {
  assert.match(await page.clock(), /\b20(\.0+)? ?s|0?0:20/);
});

pageTest('a written link is what is shown', { hash: STAYS_PARTIAL }, async (page) => {
  assert.match(await page.link(), /at\+10s\+disconnect\+r1\+for\+30s/);
});

pageTest('an edited address shows its scene without a reload', { hash: STAYS_PARTIAL }, async (page) => {
  const before = await page.text('config-set');
  await page.raw.evaluate((hash) => {
    location.hash = hash;
  }, STAYS_PARTIAL.replace('writes+1mb/s', 'writes+40mb/s'));
  await page.textAfter('config-set', before);
  assert.match(await page.link(), /writes\+40mb\/s/);
});

pageTest('a broken part is named and the rest is shown', { hash: `${STAYS_PARTIAL};wriggle+5` }, async (page) => {
  await page.raw.getByText('wriggle').first().waitFor({ state: 'attached' });
  assert.match(await page.link(), /repl-backlog-size\+64mb/);
});
