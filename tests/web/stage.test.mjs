// The stage: moving through time, and acting at the cursor.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pageTest } from './suite.mjs';

const still = { reducedMotion: 'reduce' };
const script = async (page) => (await page.reveal('script', /scenario/i)).inputValue();
const press = async (page, ...keys) => {
  await page.raw.evaluate(() => document.activeElement.blur());
  for (const key of keys) await page.raw.keyboard.press(key);
  await page.frames(2);
};

pageTest('keys and a presenter’s remote step through events and phases', still, async (page) => {
  await press(page, 'Home');
  const start = await page.clock();
  await press(page, 'PageDown');
  const first = await page.clock();
  assert.notEqual(first, start);
  await press(page, 'PageDown', 'PageUp');
  assert.equal(await page.clock(), first);
  await press(page, 'Home', 'ArrowDown');
  const phase = await page.clock();
  assert.notEqual(phase, start);
  await press(page, 'ArrowDown', 'ArrowUp');
  assert.equal(await page.clock(), phase);
});

pageTest('the list of jumps goes to the first full resync', still, async (page) => {
  await page.part('jump').selectOption({ label: 'first full resync' });
  await page.frames(2);
  assert.match(await page.text('narration'), /full resync/);
});

pageTest('a loop begins again', {}, async (page) => {
  await page.pause();
  await page.part('loop').click();
  await page.part('speed').selectOption({ label: '1000×' });
  await press(page, 'Home', 'Space');
  await page.frames(60);
  assert.ok(await page.isPlaying(), 'it goes on after the end');
});

pageTest('what is done at the cursor is written down, and can be undone', still, async (page) => {
  const before = await script(page);
  await press(page, 'Home', 'ArrowRight');
  await page.part('page-cut').click();
  assert.match(await script(page), /at 10s disconnect all for 20s/);
  assert.match(await page.link(), /at\+10s\+disconnect\+all\+for\+20s/);
  await press(page, 's');
  assert.match(await script(page), /at 10s stall all for 20s/);
  await page.part('undo').click();
  await press(page, 'Control+z');
  assert.equal(await script(page), before);
  await page.part('redo').click();
  assert.match(await script(page), /at 10s disconnect all for 20s/);
});

pageTest('a line can be typed at the cursor, and a wrong one is named', still, async (page) => {
  const line = page.part('line');
  await line.fill('config set repl-backlog-size 300mb');
  await line.press('Enter');
  assert.match(await script(page), /config set repl-backlog-size 300mb/);
  await line.fill('explode r1');
  await line.press('Enter');
  await page.raw.getByText('“explode” is nothing that can happen').waitFor();
});

pageTest('the timeline is looked at more closely, moved and left again', still, async (page) => {
  const whole = page.raw.getByRole('button', { name: 'whole run' });
  assert.ok(await whole.isDisabled());
  await page.scrubTo('Home');
  await press(page, '+', '+');
  const box = await page.part('timeline').boundingBox();
  const right = async () => {
    await page.raw.mouse.click(box.x + box.width - 20, box.y + 30);
    await page.frames(2);
    return page.clock();
  };
  const quarter = await right();
  assert.match(quarter, /^7\d\.\d s$/, 'a quarter of five minutes');
  await page.raw.mouse.move(box.x + box.width / 2, box.y + 30);
  await page.raw.keyboard.down('Shift');
  await page.raw.mouse.wheel(0, 300);
  await page.raw.keyboard.up('Shift');
  await page.frames(3);
  assert.notEqual(await right(), quarter, 'it moved along');
  await whole.click();
  assert.match(await right(), /^4:5\d|^5:00/);
});

pageTest('what the pointer rests on is read out, and playing stays within the budget', {}, async (page) => {
  await page.pause();
  const box = await page.part('timeline').boundingBox();
  const shades = () => page.colours('cursor');
  const before = await shades();
  await page.raw.mouse.move(box.x + box.width * 0.6, box.y + 60);
  await page.frames(2);
  assert.ok((await shades()) > before, 'a reading appeared');
  await page.part('speed').selectOption({ label: '20×' });
  await press(page, 'Home', 'Space');
  await page.frames(120);
  const { mean, p95, count } = await page.raw.evaluate(() => window.__stormglass.frames());
  assert.ok(count > 60, `${count} frames were drawn`);
  console.log(`# a frame takes ${mean.toFixed(2)} ms, 95 % at most ${p95.toFixed(2)} ms`);
  assert.ok(mean < 16, `a frame takes ${mean} ms`);
});

pageTest('a click on a thing chooses whom the verbs apply to', still, async (page) => {
  const box = await page.part('topology').boundingBox();
  assert.ok((await page.colours('storm')) > 3, 'the storm loop is drawn');
  await page.raw.mouse.click(box.x + box.width - 90, box.y + box.height / 2);
  await page.frames(2);
  assert.equal(await page.part('whom').evaluate((list) => list.selectedOptions[0].label), 'r2');
  await press(page, 'k');
  assert.match(await script(page), /at 0s kill r2/);
  await page.raw.mouse.click(box.x + 30, box.y + box.height / 2);
  await page.frames(2);
  assert.equal(await page.part('whom').inputValue(), 'primary');
  assert.equal(await page.part('page-cut').count(), 0, 'the primary has no path to cut');
});

pageTest('a click on a marker of the ring chooses the replica', still, async (page) => {
  await page.part('jump').selectOption({ label: 'first byte lost' });
  await page.frames(2);
  const box = await page.part('ring').boundingBox();
  await page.raw.mouse.click(box.x + box.width - 30, box.y + box.height - 22);
  await page.frames(2);
  assert.equal(await page.part('whom').evaluate((list) => list.selectedOptions[0].label), 'r3');
});

const phone = { ...still, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
pageTest('fingers point, pinch and drag on the timeline, and tap on things', phone, async (page) => {
  const whole = page.raw.getByRole('button', { name: 'whole run' });
  const timeline = page.part('timeline');
  await timeline.scrollIntoViewIfNeeded();
  const box = await timeline.boundingBox();
  const device = await page.raw.context().newCDPSession(page.raw);
  const y = box.y + 30;
  const touch = (type, ...at) =>
    device.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: at.map((share, id) => ({ x: box.x + box.width * share, y, id })),
    });
  await touch('touchStart', 0.3);
  await touch('touchMove', 0.6);
  await touch('touchEnd');
  await page.frames(2);
  const pointed = await page.clock();
  assert.notEqual(pointed, '0.0 s', 'one finger moves the cursor');
  assert.ok(await whole.isDisabled(), 'one finger does not look closer');
  await touch('touchStart', 0.4);
  await touch('touchStart', 0.4, 0.6);
  for (const by of [0.05, 0.1, 0.15, 0.2]) await touch('touchMove', 0.4 - by, 0.6 + by);
  await page.frames(2);
  assert.ok(await whole.isEnabled(), 'two fingers apart look closer');
  const at = async () => (await timeline.evaluate((canvas) => canvas.toDataURL())).length;
  const before = await at();
  for (const by of [0.05, 0.1, 0.15]) await touch('touchMove', 0.2 + by, 0.8 + by);
  await touch('touchEnd');
  await page.frames(2);
  assert.notEqual(await at(), before, 'two fingers moved it along');
  await page.part('topology').scrollIntoViewIfNeeded();
  const place = await page.part('topology').boundingBox();
  await page.raw.touchscreen.tap(place.x + place.width - 60, place.y + place.height / 2);
  await page.frames(2);
  assert.equal(await page.part('whom').evaluate((list) => list.selectedOptions[0].label), 'r2');
});

pageTest('memory stays flat while it plays', {}, async (page) => {
  await page.pause();
  await page.part('loop').click();
  await page.part('speed').selectOption({ label: '1000×' });
  const device = await page.raw.context().newCDPSession(page.raw);
  await device.send('HeapProfiler.enable');
  const used = async () => {
    await device.send('HeapProfiler.collectGarbage');
    const scripts = await page.raw.evaluate(() => performance.memory.usedJSHeapSize);
    const engine = await page.raw.evaluate(() => window.__stormglass.memory());
    return { scripts, engine };
  };
  await press(page, 'Home', 'Space');
  await page.frames(120);
  const before = await used();
  // An hour of the run and more: 1000 times as fast, again and again.
  const started = Date.now();
  while (Date.now() - started < 8000) await page.frames(30);
  const after = await used();
  const mb = (bytes) => (bytes / 1e6).toFixed(2);
  console.log(`# scripts ${mb(before.scripts)} to ${mb(after.scripts)} MB, engine ${mb(before.engine)} to ${mb(after.engine)} MB`);
  assert.equal(after.engine, before.engine, 'the module takes no more memory');
  assert.ok(after.scripts < before.scripts * 1.1 + 300_000, 'scripts take no more memory');
});

pageTest('a step of a slider stays within a frame', still, async (page) => {
  const all = await page.timedSteps('slider-writes', 80, (step) => 300 + (step % 40) * 10);
  const times = all.slice(10).sort((a, b) => a - b);
  const [median, p95] = [0.5, 0.95].map((share) => times[Math.floor(times.length * share)]);
  console.log(`# a step of a slider takes ${median.toFixed(1)} ms, 95 % at most ${p95.toFixed(1)} ms`);
  // The quickest quarter, because the machine may have other work meanwhile.
  const quick = times[Math.floor(times.length / 4)];
  assert.ok(quick < 16.7, `a step takes ${quick} ms`);
});

pageTest('an event explains itself, and its remedy can be tried', still, async (page) => {
  await page.part('jump').selectOption({ label: 'first kill by a limit' });
  const why = page.part('drawer');
  await why.getByText('overcoming of output buffer limits').waitFor();
  await why.getByText('disconnect r3 for 40s').waitFor();
  await why.getByRole('button', { name: /^Try client-output-buffer-limit/ }).click();
  assert.match(await script(page), /client-output-buffer-limit replica 352mb/);
  await page.part('undo').click();
  assert.match(await script(page), /client-output-buffer-limit replica 256mb/);
});

pageTest('INFO and the table are there at every moment', still, async (page) => {
  await page.part('jump').selectOption({ label: 'first full resync' });
  await page.part('page-info').click();
  assert.match(await page.part('drawer').locator('mark').allInnerTexts().then(String), /sync_full:1/);
  await page.part('page-table').click();
  const clock = await page.clock();
  const rows = page.part('drawer').locator('[data-go]');
  assert.ok((await rows.count()) > 10);
  await rows.first().click();
  assert.notEqual(await page.clock(), clock, 'a row goes to its moment');
});

pageTest('present against recommended is one click', still, async (page) => {
  await page.part('compare').click();
  await page.part('twin').waitFor();
  const marked = await page.part('drawer').locator('mark').allInnerTexts();
  assert.ok(marked.some((text) => text.startsWith('repl-backlog-size 384mb')), String(marked));
  await page.part('drawer').getByRole('button', { name: 'change places' }).click();
  assert.match(await script(page), /repl-backlog-size 384mb/);
  await page.part('drawer').getByRole('button', { name: 'only one' }).click();
  assert.equal(await page.part('twin').count(), 0);
});

pageTest('pictures, data and a recording can be taken away', {}, async (page) => {
  await page.pause();
  await page.part('page-take').click();
  const take = async (name) => {
    const download = page.raw.waitForEvent('download', { timeout: 20_000 });
    await page.part('drawer').getByRole('button', { name }).click();
    const file = await download;
    return [file.suggestedFilename(), readFileSync(await file.path())];
  };
  const [png, picture] = await take(/PNG/);
  assert.equal(png, 'stormglass.png');
  assert.ok(picture.subarray(1, 4).toString() === 'PNG' && picture.length > 10_000);
  const [, svg] = await take(/SVG/);
  assert.match(svg.toString(), /^<svg[^]*write head[^]*output buffers[^]*<\/svg>\n$/);
  const [, csv] = await take(/CSV/);
  assert.ok(csv.toString().split('\n').length > 500);
  const [, json] = await take(/JSON/);
  assert.ok(JSON.parse(json).events.length > 20);
  const [webm, film] = await take(/WebM/);
  assert.equal(webm, 'stormglass.webm');
  assert.ok(film.length > 1000, `${film.length} bytes of film`);
});

pageTest('what is wrong with the scenario stands at its line', still, async (page) => {
  const area = await page.reveal('script', /scenario/i);
  await area.fill('server redis 7.4.1\nwrites 2mb/s\nwriggle 5\nreplicas 2\n');
  await page.frames(2);
  assert.match(await page.part('gutter').innerText(), /1\s2\s✖ 3\s4/);
  await page.raw.getByText('line 3').waitFor();
  await area.fill('server redis 7.4.1\nwrites 2mb/s\nreplicas 2\n');
  await page.frames(2);
  assert.doesNotMatch(await page.part('gutter').innerText(), /✖/);
});

for (const theme of ['light', 'dark', 'projector']) {
  pageTest(`every word can be read, ${theme}`, still, async (page) => {
    await page.wear(theme);
    await page.part('compare').click();
    const faint = await page.raw.evaluate(() => {
      const parts = (text) => text.match(/[\d.]+/g).map(Number);
      const light = (rgb) => {
        const part = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
        return 0.2126 * part(rgb[0]) + 0.7152 * part(rgb[1]) + 0.0722 * part(rgb[2]);
      };
      const ground = (element) => {
        for (let at = element; at; at = at.parentElement) {
          const [r, g, b, alpha = 1] = parts(getComputedStyle(at).backgroundColor);
          if (alpha > 0.99) return [r, g, b];
        }
        return [255, 255, 255];
      };
      return [...document.querySelectorAll('body *')]
        .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
        .filter((e) => e.getClientRects().length && !e.closest('button:disabled, mark, noscript, option'))
        .map((e) => {
          const [one, other] = [light(parts(getComputedStyle(e).color)), light(ground(e))];
          const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
          return [ratio, `${e.tagName} ${ratio.toFixed(2)} ${e.textContent.trim().slice(0, 40)}`];
        })
        .filter(([ratio]) => ratio < 4.5)
        .map(([, text]) => text);
    });
    assert.deepEqual(faint, []);
  });
}

pageTest('a link carries the comparison', still, async (page) => {
  await page.part('compare').click();
  const link = await page.link();
  assert.match(link, /~twin=recommended/);
  await page.part('compare').click();
  await page.raw.evaluate((hash) => {
    location.hash = hash;
  }, link.slice(link.indexOf('#')));
  await page.part('twin').waitFor();
});

pageTest('where motion is not wanted, playing steps', still, async (page) => {
  await page.scrubTo('Home');
  await page.part('play').click();
  const seen = new Set();
  for (let n = 0; n < 60; n += 1) {
    seen.add(await page.clock());
    await page.frames(1);
  }
  assert.ok(seen.size > 1 && seen.size < 8, `${seen.size} pictures in a second`);
});
