// The page as it opens, and what a person does with it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from './settings.mjs';
import { pageTest } from './suite.mjs';

const sample = (name) => readFileSync(join(settings.samples, name), 'utf8');

pageTest('it opens with a verdict, a running scene and pictures', {}, async (page) => {
  assert.match(await page.verdict(), /\d/, 'a verdict names numbers');
  assert.ok(await page.isPlaying(), 'the opening scene runs');
  await page.pause();
  assert.ok((await page.colours('ring')) > 3, 'the ring is drawn');
  assert.ok((await page.colours('timeline')) > 3, 'the timeline is drawn');
  assert.match(await page.part('config-set').textContent(), /config set repl-backlog-size \d+/i);
});

pageTest('a pasted INFO is recognised and changes the answer', {}, async (page) => {
  const before = await page.link();
  await page.paste(sample('redis-7.0.15-t1.info'));
  await page.part('findings').filter({ hasText: '7.0.15' }).waitFor();
  await page.raw.waitForFunction(
    (before) => document.querySelector('[data-test="link"]').value !== before,
    before,
  );
  assert.match(await page.link(), /server\+redis\+7\.0\.15/);
  assert.match(await page.verdict(), /\d/);
});

pageTest('what cannot be read is named, and the page goes on', {}, async (page) => {
  const before = await page.verdict();
  await page.paste('this is a shopping list\nmilk\n');
  await page.part('findings').filter({ hasText: /\S/ }).waitFor();
  assert.equal(await page.verdict(), before, 'the scene is kept');
});

pageTest('a paste stays in the browser and out of the link', {}, async (page) => {
  const info = sample('redis-7.0.15-t1.info');
  const runId = info.match(/run_id:(\w+)/)[1];
  const replId = info.match(/master_replid:(\w+)/)[1];
  await page.paste(info);
  await page.part('findings').filter({ hasText: '7.0.15' }).waitFor();
  const link = await page.link();
  for (const secret of [runId, replId, '127.0.0.1,port']) {
    assert.ok(!link.includes(secret), `${secret} is in the link`);
  }
});

pageTest('the answer follows the write rate while it is dragged', {}, async (page) => {
  const before = await page.text('config-set');
  await page.drag('slider-writes', 0.95, async () => {
    assert.notEqual(await page.textAfter('config-set', before), before);
  });
  const fast = await page.text('config-set');
  await page.drag('slider-writes', 0.05);
  assert.notEqual(await page.textAfter('config-set', fast), fast);
});

pageTest('a longer outage asks for a larger backlog', {}, async (page) => {
  const backlog = async () => {
    const text = await page.part('config-set').textContent();
    return BigInt(text.match(/repl-backlog-size (\d+)/i)[1]);
  };
  const [verdict, small] = [await page.verdict(), await backlog()];
  await page.drag('slider-outage', 0.98);
  await page.textAfter('verdict', verdict);
  assert.ok((await backlog()) > small, 'the recommended backlog grew');
});

pageTest('play and pause', {}, async (page) => {
  await page.pause();
  assert.equal(await page.isPlaying(), false);
  await page.scrubTo('Home');
  await page.part('play').click();
  assert.equal(await page.isPlaying(), true);
  await page.part('play').click();
  assert.equal(await page.isPlaying(), false);
});

pageTest('the space bar plays and pauses, but not while typing', {}, async (page) => {
  await page.pause();
  await page.scrubTo('Home');
  await page.raw.evaluate(() => document.activeElement.blur());
  await page.raw.keyboard.press('Space');
  assert.equal(await page.isPlaying(), true);
  const area = await page.reveal('paste', /paste/i);
  await area.focus();
  await page.raw.keyboard.press('Space');
  assert.equal(await page.isPlaying(), true, 'a space typed into a field is text');
});

pageTest('scrubbing goes to any moment and back', {}, async (page) => {
  await page.pause();
  const start = await page.scrubTo('Home');
  const end = await page.scrubTo('End');
  assert.notEqual(end.clock, start.clock);
  assert.notEqual(end.narration, start.narration);
  assert.deepEqual(await page.scrubTo('Home'), start, 'the same moment looks the same again');
});

pageTest('a click on the timeline goes there', {}, async (page) => {
  await page.pause();
  const start = await page.scrubTo('Home');
  const box = await page.part('timeline').boundingBox();
  await page.raw.mouse.click(box.x + box.width * 0.7, box.y + box.height * 0.3);
  assert.notEqual(await page.textAfter('clock', start.clock), start.clock);
});

for (const [scheme, dark] of [['light', false], ['dark', true]]) {
  pageTest(`it opens ${scheme} where the system is, and the button changes that`, { colorScheme: scheme }, async (page) => {
    assert.equal((await page.brightness()) < 128, dark);
    // A third theme (for projectors) may lie on the way.
    for (let press = 0; press < 3 && (await page.brightness()) < 128 === dark; press += 1) {
      await page.part('theme').click();
      await page.frames(30);
    }
    assert.equal((await page.brightness()) < 128, !dark);
  });
}

pageTest('where motion is not wanted, it opens paused', { reducedMotion: 'reduce' }, async (page) => {
  assert.equal(await page.isPlaying(), false);
});

pageTest('every control has a name', {}, async (page) => {
  const nameless = await page.raw.evaluate(() =>
    [...document.querySelectorAll('button, input, select, textarea, canvas, a')]
      .filter((e) => {
        const named = e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.title;
        const hidden = e.closest('[aria-hidden="true"]') || e.type === 'hidden';
        return !hidden && !named && !e.labels?.length && !e.innerText?.trim();
      })
      .map((e) => e.outerHTML.slice(0, 120)),
  );
  assert.deepEqual(nameless, []);
});

for (const width of [390, 900, 1440]) {
  const viewport = { width, height: 844 };
  pageTest(`nothing sticks out sideways at ${width} pixels`, { viewport }, async (page) => {
    const wide = await page.raw.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `the page is ${wide} pixels wide`);
    for (const name of ['verdict', 'ring', 'play', 'scrub', 'timeline']) {
      const box = await page.part(name).boundingBox();
      assert.ok(box && box.width > 0, `${name} is shown`);
      assert.ok(box.x >= 0 && box.x + box.width <= width + 1, `${name} fits: ${JSON.stringify(box)}`);
    }
  });
}
