// What stands below the answer: the map, the proofs, the services, the forms; computed beside the page.

import assert from 'node:assert/strict';
import { pageTest } from './suite.mjs';

const SCENE =
  '#v1;server+redis+7.4.1;repl-backlog-size+64mb;writes+1mb/s;dataset+4gb;replica+r1;at+10s+disconnect+r1+for+60s;run+2m;~outage=60s';

async function open(page, name) {
  const part = page.part(name);
  await part.locator('summary').first().click();
  return part;
}

/** The map once every cell is known. */
async function finished(page) {
  await page.raw.waitForSelector('[data-test="map-plot"][data-apart="1"]');
  return page.part('map-plot').boundingBox();
}

pageTest('the map is refined, read out, and sets both values', { hash: SCENE }, async (page) => {
  await page.pause();
  await open(page, 'map');
  const box = await finished(page);
  const scene = () => page.link();
  const before = await scene();
  // Few writes and a short outage: lower left, with room for the labels.
  await page.raw.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.78);
  const low = await page.textAfter('map-said', '');
  assert.match(low, /KiB\/s, 1(\.5)? s: everybody resumes, no full resync/);
  await page.raw.mouse.move(box.x + box.width * 0.97, box.y + box.height * 0.06);
  const high = await page.textAfter('map-said', low);
  assert.match(high, /full resync|storm|behind/);
  await page.raw.mouse.click(box.x + box.width * 0.2, box.y + box.height * 0.5);
  await page.raw.waitForFunction(
    (before) => document.querySelector('[data-test="link"]').value !== before,
    before,
  );
  const now = await scene();
  assert.notEqual(now.match(/writes\+[^;]*/)[0], before.match(/writes\+[^;]*/)[0]);
  assert.notEqual(now.match(/outage=[^;]*/)[0], before.match(/outage=[^;]*/)[0]);
  await page.raw.keyboard.press('Control+z');
  await page.frames(3);
  assert.equal(await scene(), before);
});

pageTest('the map is moved about with keys, and says the same as a table', { hash: SCENE }, async (page) => {
  await page.pause();
  await open(page, 'map');
  await finished(page);
  const clock = await page.clock();
  await page.part('map-plot').focus();
  await page.raw.keyboard.press('ArrowRight');
  const first = await page.textAfter('map-said', '');
  await page.raw.keyboard.press('ArrowUp');
  await page.textAfter('map-said', first);
  assert.equal(await page.clock(), clock, 'the page’s own keys stay out of it');
  const before = await page.link();
  await page.raw.keyboard.press('Enter');
  await page.raw.waitForFunction(
    (before) => document.querySelector('[data-test="link"]').value !== before,
    before,
  );
  const table = await open(page, 'map-table');
  assert.ok((await table.locator('tr').count()) > 5);
});

pageTest('other sides of the map, and the point follows a slider', { hash: SCENE }, async (page) => {
  await page.pause();
  await open(page, 'map');
  await finished(page);
  await page.part('map-x').selectOption('backlog');
  await page.raw.waitForFunction(() =>
    document.querySelector('[data-test="map-plot"] .map-name').textContent.includes('backlog'),
  );
  await finished(page);
  const point = () => page.part('map-plot').locator('.map-here').getAttribute('cx');
  const before = await point();
  await page.drag('slider-backlog', 0.7);
  await page.raw.waitForFunction(
    (before) => document.querySelector('.map-here').getAttribute('cx') !== before,
    before,
  );
  // The same value cannot lie on both sides: they change places.
  await page.part('map-x').selectOption('outage');
  await finished(page);
  assert.equal(await page.part('map-y').inputValue(), 'backlog');
});

pageTest('a recommended value is proven beside its failure', { hash: SCENE }, async (page) => {
  await page.pause();
  const before = await page.link();
  await page.part('prove-backlog').click();
  await page.part('twin').waitFor();
  const said = await page.text('proof');
  const numbers = said.match(/with ([\d ]+) bytes;.* with ([\d ]+),/).slice(1);
  const [works, fails] = numbers.map((text) => Number(text.replaceAll(' ', '')));
  assert.equal(works - fails, 1);
  const drawer = await page.text('drawer');
  assert.match(drawer, new RegExp(`repl-backlog-size ${works}`));
  assert.match(drawer, /full resyncs 0 1/);
  await page.part('proof-back').click();
  await page.raw.waitForSelector('[data-test="twin"]', { state: 'detached' });
  const scenario = (link) => link.split(';~')[0];
  assert.equal(scenario(await page.link()), scenario(before));
});

pageTest('a service fixes what it fixes, says why, and changes the advice', {
  hash: '#v1;server+redis+7.4.1;writes+20mb/s;dataset+8gb;maxmemory+12gb;replica+r1',
}, async (page) => {
  assert.match(await page.text('config-set'), /client-output-buffer-limit/);
  await page.part('service-select').selectOption({ label: 'Amazon ElastiCache' });
  const facts = await page.textAfter('service', '');
  assert.match(facts, /docs\.aws\.amazon\.com/);
  assert.doesNotMatch(await page.text('config-set'), /client-output-buffer-limit/);
  assert.match(await page.link(), /~service=elasticache/);
  const forms = await open(page, 'forms');
  await page.part('form').selectOption('config-set');
  await forms.locator('pre').filter({ hasText: 'repl-backlog-size' }).waitFor();
  assert.doesNotMatch(await forms.locator('pre').innerText(), /SET client-output-buffer-limit/);
});

pageTest('unknowns, forms, inputs and myths come when they are opened', { hash: SCENE }, async (page) => {
  const solved = await open(page, 'solved');
  await solved.locator('li').nth(7).waitFor();
  const forms = await open(page, 'forms');
  await forms.locator('pre').filter({ hasText: /failureThreshold/ }).waitFor();
  await page.part('form').selectOption('grafana');
  await forms.locator('pre').filter({ hasText: /"panels"/ }).waitFor();
  JSON.parse(await forms.locator('pre').innerText());
  const origins = await open(page, 'origins');
  await origins.locator('tr').nth(15).waitFor();
  const myths = await open(page, 'myths');
  await myths.locator('a').nth(28).waitFor();
  await myths.locator('a').first().click();
  await page.textAfter('verdict', '');
  assert.match(await page.link(), /redis\+6\.2/);
});
