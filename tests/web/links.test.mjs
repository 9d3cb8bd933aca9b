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

pageTest('the link says how long it is, and warns of a long one', { hash: STAYS_PARTIAL }, async (page) => {
  const link = await page.link();
  assert.match(await page.text('link-length'), new RegExp(`^${link.length} `));
  const names = Array.from({ length: 260 }, (_, n) => `replica n${(n * 7919) % 100_003}x${(n * 104_729) % 99_991}`);
  const script = await page.reveal('script', /scenario|text/i);
  await script.fill(`writes 1mb/s\n${names.join('\n')}\n`);
  const long = await page.textAfter('link-length', `${link.length} characters`);
  assert.match(long, /chat/);
  assert.ok((await page.link()).length > 2000);
});

pageTest('every word about the view that says nothing is named', {
  hash: `${STAYS_PARTIAL};~cursor=soon;~theme=pink;~panel=scenario`,
}, async (page) => {
  const notice = await page.raw.locator('.notice').first().innerText();
  assert.match(notice, /~cursor=soon/);
  assert.match(notice, /~theme=pink/);
  assert.doesNotMatch(notice, /panel/);
  assert.match(await page.link(), /~panel=scenario/);
});

pageTest('back and forward go a step, and a drag is one', { hash: `${STAYS_PARTIAL};~cursor=5s` }, async (page) => {
  const steps = () => page.raw.evaluate(() => history.length);
  const before = [await page.text('config-set'), await steps()];
  await page.drag('slider-writes', 0.8);
  await page.frames(5);
  const slid = [await page.text('config-set'), await steps()];
  assert.notEqual(slid[0], before[0]);
  assert.equal(slid[1], before[1] + 1, 'the drag is one step');
  await page.scrubTo('End');
  assert.equal(await steps(), slid[1], 'the cursor is none');
  await page.part('page-info').click();
  await page.frames(3);
  assert.equal(await steps(), slid[1] + 1);

  await page.raw.goBack();
  await page.raw.waitForFunction(() => document.querySelector('[data-test="page-why"]')?.ariaSelected === 'true');
  assert.equal(await page.text('config-set'), slid[0]);
  await page.raw.goBack();
  await page.textAfter('config-set', slid[0]);
  assert.equal(await page.text('config-set'), before[0]);
  await page.raw.goForward();
  await page.textAfter('config-set', before[0]);
  assert.equal(await page.text('config-set'), slid[0]);
});
