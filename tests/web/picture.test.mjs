// The picture where things end or change hands: the clock of a backlog nobody needs, a failover by
// hand, the far side of a cut, and the way to the stage on a phone.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pageTest } from './suite.mjs';

const still = { reducedMotion: 'reduce' };
const at = (link) => ({ ...still, hash: `#v1;${link}` });

/** The picture of the moment as SVG text. */
async function svg(page) {
  await page.part('page-take').click();
  const download = page.raw.waitForEvent('download', { timeout: 20_000 });
  await page.part('drawer').getByRole('button', { name: /SVG/ }).click();
  return readFileSync(await (await download).path(), 'utf8');
}

/** How many pixels of the ring have a colour of the theme. */
const pixels = (page, name) =>
  page.part('ring').evaluate((canvas, name) => {
    const probe = document.createElement('canvas').getContext('2d');
    probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name);
    probe.fillRect(0, 0, 1, 1);
    const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] === r && data[i + 1] === g && data[i + 2] === b) count += 1;
    }
    return count;
  }, name);

const alone = (ttl) =>
  `server+redis+7.4.1;repl-backlog-size+64mb;repl-backlog-ttl+${ttl};writes+1mb/s;replicas+2;` +
  'at+5s+disconnect+all+for+45s;run+2m';

pageTest('while no replica is connected the ring shows what is left of the TTL', at(`${alone(30)};~cursor=10s`), async (page) => {
  assert.match(await page.text('narration'), /No replica is connected: the backlog is freed in 27 s\./);
  const early = await pixels(page, '--soft');
  assert.match(await svg(page), />freed in 27 s</);
  await page.part('line').evaluate(() => document.activeElement.blur());
  await page.raw.evaluate(() => {
    location.hash = location.hash.replace('~cursor=10s', '~cursor=32s');
  });
  await page.frames(4);
  assert.match(await page.text('narration'), /freed in 5 s\./);
  const late = await pixels(page, '--soft');
  assert.ok(late > 100 && late < early * 0.6, `it shrinks: ${early}, then ${late}`);
});

pageTest('without a TTL the ring has no clock', at(`${alone(0)};~cursor=32s`), async (page) => {
  assert.doesNotMatch(await page.text('narration'), /freed/);
  assert.doesNotMatch(await svg(page), /freed/);
});

const byHand =
  'server+redis+7.4.1;repl-backlog-size+64mb;repl-diskless-sync-delay+0;dataset+500mb;writes+2mb/s;' +
  'replica+r1+link+1mb/s;replica+r2;at+20s+crash+primary;at+25s+replicaof+r1+no+one;' +
  'at+26s+replicaof+r2+r1;run+60s';

pageTest('after a failover by hand the picture is of the primary the others follow', at(`${byHand};~cursor=24s`), async (page) => {
  const dead = await svg(page);
  assert.match(dead, />the primary does not answer</);
  await page.raw.evaluate(() => {
    location.hash = location.hash.replace('~cursor=24s', '~cursor=40s');
  });
  await page.frames(4);
  const moved = await svg(page);
  assert.doesNotMatch(moved, />the primary does not answer</);
  for (const word of ['20 MiB lost', 'no answer', 'old primary']) assert.ok(moved.includes(`>${word}<`), word);
  await page.part('page-info').click();
  const info = await page.text('drawer');
  assert.match(info, /connected_slaves:1/);
  assert.match(info, /state=online/);
});

pageTest('the primary that was has a row below the others', at(`${byHand};~cursor=40s`), async (page) => {
  const rows = [...(await svg(page)).matchAll(/<text[^>]*text-anchor="end"[^>]*>([^<]+)<\/text>/g)];
  const names = rows.map(([, name]) => name.trim()).filter((name) => /^(r\d|primary)$/.test(name));
  assert.deepEqual(names.slice(-3), ['r1', 'r2', 'primary']);
});

const cut =
  'server+redis+7.4.1;writes+1mb/s;replicas+2;sentinel+down-after+30s;at+10s+partition+primary+for+60s;run+3m';

pageTest('before the failover clients beyond a cut have nobody to write to', at(`${cut};~cursor=25s`), async (page) => {
  const before = await svg(page);
  assert.match(before, />clients here: no primary</);
  assert.match(before, />their reads: 15 s old</);
});

pageTest('all of “jump to” can be read, in a transport of one line', still, async (page) => {
  const [now, wanted, high, button] = await page.part('jump').evaluate((list) => {
    const wide = () => list.getBoundingClientRect().width;
    const now = wide();
    const high = list.parentElement.getBoundingClientRect().height;
    const button = document.querySelector('[data-test="play"]').getBoundingClientRect().height;
    list.style.maxWidth = 'none';
    return [now, wide(), high, button];
  });
  assert.ok(now >= wanted - 1, `${now} of ${wanted} pixels`);
  assert.ok(high < button * 1.5, `the transport is ${high} pixels high`);
});

pageTest('an idle primary copies nothing, and the bill says so', still, async (page) => {
  await page.part('bills').locator('summary').click();
  const bill = page.part('bills');
  await bill.getByText('nothing: no child').waitFor();
  assert.doesNotMatch(await bill.innerText(), /0 B – 0 B/);
});

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
pageTest('on a phone a proof brings the stage into view', phone, async (page) => {
  const above = () => page.part('ring').evaluate((ring) => ring.getBoundingClientRect().top);
  assert.ok((await above()) > 844, 'the answer stands above it');
  await page.part('prove-backlog').tap();
  await page.raw.waitForFunction(() => {
    const top = document.querySelector('[data-test="ring"]').getBoundingClientRect().top;
    return top > -5 && top < 422;
  });
});
