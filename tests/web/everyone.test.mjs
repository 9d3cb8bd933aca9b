// For everyone: keyboard, focus, names and roles, enlargement, spacing, forced colours, stillness.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { settings } from './settings.mjs';
import { pageTest } from './suite.mjs';

const require = createRequire(join(process.env.STORMGLASS_MODULES, 'package.json'));
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const sample = (name) => readFileSync(join(settings.samples, name), 'utf8');
const DRAWERS = ['page-why', 'page-info', 'page-table', 'page-compare', 'page-take'];

/** What axe-core has against the page as it is now. */
async function violations(page) {
  if (!(await page.raw.evaluate(() => Boolean(window.axe)))) await page.raw.addScriptTag({ content: axe });
  return page.raw.evaluate(async () => {
    const found = await window.axe.run(document, {
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return found.violations.map(({ id, nodes }) =>
      `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 140)} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
  });
}

async function fine(page, where) {
  assert.deepEqual(await violations(page), [], where);
}

const unfold = (page) =>
  page.raw.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));

async function settle(page) {
  await page.pause();
  await page.scrubTo('End');
}

for (const theme of ['light', 'dark', 'projector']) {
  pageTest(`axe finds nothing in any part of the page (${theme})`, {}, async (page) => {
    await settle(page);
    await page.wear(theme);
    await unfold(page);
    for (const drawer of DRAWERS) {
      await page.part(drawer).click();
      await page.frames(3);
      await fine(page, drawer);
    }
    await page.part('compare').click();
    await page.part('twin').waitFor();
    await fine(page, 'two scenarios');
  });
}

pageTest('axe finds nothing in what was read, in errors and in broken links', { locale: 'zh-CN' }, async (page) => {
  await settle(page);
  await page.reveal('paste', /粘贴/);
  await fine(page, 'an empty paste');
  const area = page.part('paste');
  await area.fill(sample('redis-7.0.15-t1.info'));
  await page.part('findings').filter({ hasText: '7.0.15' }).waitFor();
  await unfold(page);
  await fine(page, 'what was read');
  await area.fill('milk\n');
  await page.part('findings').filter({ hasText: /INFO/ }).waitFor();
  await fine(page, 'what cannot be read');
  const script = await page.reveal('script', /场景/);
  await script.fill('banana\nreplica r1\n');
  await fine(page, 'a scenario with errors');
  await page.raw.getByRole('tab', { name: /调节/ }).click();
  await page.raw.locator('#field-backlog').fill('none');
  await page.part('line').fill('explode');
  await page.part('line').press('Enter');
  await fine(page, 'fields with errors');
  await page.raw.evaluate(() => (location.hash = '#v1;writes+1mb/s;banana;replica+r1'));
  await page.raw.getByRole('alert').first().waitFor();
  await fine(page, 'a broken link');
});

for (const options of [{ viewport: { width: 390, height: 844 } }, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }]) {
  pageTest(`axe finds nothing on a phone (${options.colorScheme ?? 'light'})`, options, async (page) => {
    await settle(page);
    await unfold(page);
    await fine(page, 'phone');
  });
}

/** Everything that can be used, in order, marked with a number. */
const mark = (page) =>
  page.raw.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
    const usable = all.filter((part) => !part.disabled && part.checkVisibility({ visibilityProperty: true }));
    usable.forEach((part, index) => (part.dataset.mark = index));
    return usable.length;
  });

/** Goes through the page by Tab from its beginning; gives the marks met, and where no ring is seen. */
async function walk(page, steps) {
  await page.raw.evaluate(() => {
    document.activeElement.blur();
    getSelection().removeAllRanges();
    scrollTo(0, 0);
  });
  const [met, unseen] = [new Set(), []];
  for (let step = 0; step < steps; step += 1) {
    await page.raw.keyboard.press('Tab');
    const at = await page.raw.evaluate(() => {
      const part = document.activeElement;
      // A file's input lies invisibly in its label, which shows the ring.
      const shown = part.type === 'file' ? part.closest('label') : part;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      const box = shown.getBoundingClientRect();
      const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      return { mark: part.dataset.mark, ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 && inside, html: part.outerHTML.slice(0, 120) };
    });
    if (at.mark === undefined) continue;
    met.add(at.mark);
    if (!at.ring) unseen.push(at.html);
  }
  return { met, unseen };
}

for (const panel of ['paste', 'tune', 'scenario']) {
  pageTest(`Tab reaches everything and shows where it is (${panel})`, {}, async (page) => {
    await settle(page);
    await page.raw.locator(`#tab-${panel}`).click();
    for (const drawer of panel === 'tune' ? DRAWERS : ['page-why']) {
      await page.part(drawer).click();
      if (panel === 'tune') await unfold(page);
      // Parts that are computed beside the page bring more to use.
      await page.raw.waitForLoadState('networkidle');
      await page.frames(30);
      const count = await mark(page);
      const { met, unseen } = await walk(page, count + 5);
      const missed = await page.raw.evaluate(
        (met) => [...document.querySelectorAll('[data-mark]')]
          .filter((part) => !met.includes(part.dataset.mark)).map((part) => part.outerHTML.slice(0, 120)),
        [...met],
      );
      assert.deepEqual(missed, [], `${drawer}: not reached`);
      assert.deepEqual(unseen, [], `${drawer}: focus is not seen`);
    }
  });
}

pageTest('everything can be done with keys alone', {}, async (page) => {
  const focus = (name) => page.part(name).focus();
  const press = (key) => page.raw.keyboard.press(key);
  await page.pause();
  await focus('play');
  await press('Enter');
  assert.ok(await page.isPlaying(), 'play');
  await press('Space');
  assert.equal(await page.isPlaying(), false, 'pause');

  for (const drawer of DRAWERS) {
    await focus(drawer);
    await press('Enter');
    assert.equal(await page.part(drawer).getAttribute('aria-selected'), 'true', drawer);
  }
  const dark = await page.brightness();
  await focus('theme');
  await press('Enter');
  await page.frames(3);
  assert.notEqual(await page.brightness(), dark, 'theme');

  const outage = page.raw.locator('#field-outage');
  const stood = await outage.inputValue();
  await focus('slider-outage');
  for (let step = 0; step < 30; step += 1) await press('ArrowRight');
  await page.frames(10);
  assert.notEqual(await outage.inputValue(), stood, 'a slider');
  const slid = await page.link();
  await page.raw.locator('#field-writes').fill('33mb/s');
  assert.match(await page.link(), /writes\+33mb/);
  assert.notEqual(await page.link(), slid, 'a field');

  await focus('whom');
  await press('ArrowDown');
  await page.frames(3);
  assert.equal(await page.part('whom').inputValue(), 'primary', 'whom');
  await focus('page-block');
  const before = await page.link();
  await press('Enter');
  await page.frames(3);
  assert.notEqual(await page.link(), before, 'an incident at the cursor');
  await focus('undo');
  await press('Enter');
  await page.frames(3);
  assert.equal(await page.link(), before, 'undone');

  await focus('language');
  await press('ArrowDown');
  await page.part('verdict').filter({ hasText: /[\u4e00-\u9fff]/ }).waitFor();
  assert.equal(await page.raw.evaluate(() => document.activeElement.dataset.test), 'language', 'the focus stays');
});

pageTest('what changes by itself is announced once it stands still', { locale: 'zh-CN' }, async (page) => {
  const polite = () => page.part('narration').getAttribute('aria-live');
  assert.equal(await polite(), 'off', 'while it plays');
  await page.pause();
  assert.equal(await polite(), 'polite');
  const { narration } = await page.scrubTo('End');
  assert.match(narration, /[\u4e00-\u9fff]/, 'in the language of the page');
  assert.equal(await page.part('verdict').getAttribute('aria-live'), 'polite');
  await page.raw.locator('#field-backlog').fill('none');
  assert.match(await page.raw.getByRole('alert').innerText(), /[\u4e00-\u9fff]/);
});

for (const [what, options] of [
  ['320 pixels', { viewport: { width: 320, height: 640 } }],
  ['200 % of a desktop', { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 }],
  ['400 % of a desktop', { viewport: { width: 360, height: 225 }, deviceScaleFactor: 4 }],
]) {
  for (const locale of ['en', 'zh-CN']) {
    pageTest(`nothing is lost at ${what} (${locale})`, { ...options, locale }, async (page) => {
      await page.pause();
      await unfold(page);
      for (const drawer of DRAWERS) {
        await page.part(drawer).click();
        await page.frames(3);
        assert.deepEqual(await sticking(page), [], drawer);
      }
    });
  }
}

/** What sticks out of the page, or whose words stick out of it. */
function sticking(page) {
  return page.raw.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const inScroller = (part) => {
      for (let at = part.parentElement; at; at = at.parentElement) {
        if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(at).overflowX)) return true;
      }
      return false;
    };
    const out = [...document.querySelectorAll('main *, header *')].filter((part) => {
      if (!part.checkVisibility() || inScroller(part) || part.closest('option')) return false;
      const box = part.getBoundingClientRect();
      return box.right > wide + 1 || box.left < -1;
    });
    const cut = [...document.querySelectorAll('button, summary, th, label')]
      .filter((part) => part.checkVisibility() && part.scrollWidth > part.clientWidth + 2 && part.clientWidth > 0
        && getComputedStyle(part).display !== 'inline');
    return [...out, ...cut].map((part) => part.outerHTML.slice(0, 120));
  });
}

pageTest('nothing is cut off where a reader wants more space between letters and lines', {}, async (page) => {
  await page.pause();
  await page.raw.addStyleTag({
    content: '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }',
  });
  await page.frames(3);
  assert.deepEqual(await sticking(page), []);
});

for (const colorScheme of ['light', 'dark']) {
  pageTest(`forced colours leave pictures and controls readable (${colorScheme})`, { forcedColors: 'active', colorScheme }, async (page) => {
    await settle(page);
    const found = await page.raw.evaluate(() => {
      const light = (colour) => {
        const [r, g, b] = colour.match(/[\d.]+/g).map(Number);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const canvases = [...document.querySelectorAll('canvas:not(.over)')].map((canvas) => ({
        name: canvas.dataset.test,
        ground: light(getComputedStyle(canvas).backgroundColor),
        ink: light(getComputedStyle(document.documentElement).getPropertyValue('--ink').replace(/#(..)(..)(..)/, (_, r, g, b) => [r, g, b].map((part) => parseInt(part, 16)).join(' '))),
      }));
      const tab = (open) => getComputedStyle(document.querySelector(`.drawer [aria-selected="${open}"]`)).borderBottomColor;
      const own = getComputedStyle(document.querySelector('.scrub')).forcedColorAdjust;
      return { canvases, tabs: [tab('true'), tab('false')], own };
    });
    for (const { name, ground, ink } of found.canvases) {
      assert.ok(Math.abs(ground - ink) > 120, `${name}: ink ${ink} on ${ground}`);
    }
    assert.notEqual(found.tabs[0], found.tabs[1], 'the open tab is marked');
    assert.equal(found.own, 'none', 'a slider keeps its track');
  });
}

pageTest('where motion is not wanted, time goes in steps and says the same', { reducedMotion: 'reduce' }, async (page) => {
  await page.scrubTo('Home');
  await page.part('play').click();
  // Counted are the changes of the clock in a second of frames.
  const changes = await page.raw.evaluate(async () => {
    const clock = document.querySelector('[data-test="clock"]');
    let [last, changes] = [clock.textContent, 0];
    for (let frame = 0; frame < 60; frame += 1) {
      await new Promise(requestAnimationFrame);
      if (clock.textContent !== last) [last, changes] = [clock.textContent, changes + 1];
    }
    return changes;
  });
  assert.ok(changes >= 1 && changes <= 6, `${changes} changes`);
  await page.part('play').click();
  const end = await page.scrubTo('End');
  assert.ok(end.narration.length > 10);
});
