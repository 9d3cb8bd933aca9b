// The languages of the page: which one it opens in, the switch, links, and texts that are late.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from './settings.mjs';
import { inFreshProfile, pageTest } from './suite.mjs';

const CHINESE = /[\u4e00-\u9fff]/;
const sample = (name) => readFileSync(join(settings.samples, name), 'utf8');
const spoken = (page) => page.raw.evaluate(() => document.documentElement.lang);

async function speak(page, tag) {
  const before = await page.verdict();
  await page.part('language').selectOption(tag);
  await page.textAfter('verdict', before);
  await page.frames(3);
}

/** Lets the texts come only when `release` is called; `many` says which. */
async function hold(page, many) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.raw.route(many, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

for (const [locale, tag] of [['en-GB', 'en'], ['zh-CN', 'zh-Hans'], ['zh-TW', 'zh-Hans'], ['de-DE', 'en']]) {
  pageTest(`a browser that prefers ${locale} gets ${tag}`, { locale }, async (page) => {
    const chinese = tag === 'zh-Hans';
    assert.equal(await spoken(page), tag);
    assert.equal(await page.part('language').inputValue(), tag);
    for (const name of ['verdict', 'narration', 'play']) {
      assert.equal(CHINESE.test(await page.text(name)), chinese, name);
    }
    assert.equal(CHINESE.test(await page.raw.title()), chinese, 'the title');
    const description = page.raw.locator('meta[name=description]');
    assert.equal(CHINESE.test(await description.getAttribute('content')), chinese, 'the description');
  });
}

pageTest('the switch changes every word and loses nothing', {}, async (page) => {
  await page.pause();
  await page.scrubTo('End');
  await page.paste(sample('redis-7.0.15-t1.info'));
  await page.part('findings').filter({ hasText: '7.0.15' }).waitFor();
  await page.part('page-table').click();
  await page.raw.evaluate(() => (window.sameDocument = true));
  const link = await page.link();
  const words = await page.text('findings');

  await speak(page, 'zh-Hans');
  assert.equal(await page.raw.evaluate(() => window.sameDocument), true, 'no reload');
  assert.equal(await spoken(page), 'zh-Hans');
  const chinese = await page.link();
  assert.equal(chinese.replace(';~lang=zh-Hans', ''), link, 'only the language is new in the link');
  assert.match(chinese, /~lang=zh-Hans/);
  assert.match(await page.textAfter('findings', words), CHINESE, 'what was read is said anew');
  assert.match(await page.text('drawer'), CHINESE);
  assert.match(await page.clock(), /秒|分/);

  await speak(page, 'en');
  await page.part('findings').filter({ hasNotText: CHINESE }).waitFor();
  assert.doesNotMatch(await page.raw.locator('main').innerText(), CHINESE);
  assert.equal((await page.link()).replace(';~lang=en', ''), link);
});

pageTest('a link carries the language, and the next visit remembers the chosen one', {}, async (page) => {
  await speak(page, 'zh-Hans');
  const link = await page.link();
  await inFreshProfile({ hash: link.slice(link.indexOf('#')) }, async (other) => {
    assert.equal(await spoken(other), 'zh-Hans');
    assert.match(await other.verdict(), CHINESE);
  });
  await page.raw.goto('about:blank');
  await page.raw.goto(settings.url);
  await page.part('verdict').filter({ hasText: CHINESE }).waitFor();
});

pageTest('a link that is opened in an open page speaks its language', {}, async (page) => {
  const link = await page.link();
  await page.raw.evaluate((hash) => (location.hash = hash), `${link.split('#')[1]};~lang=zh-Hans`);
  await page.part('verdict').filter({ hasText: CHINESE }).waitFor();
  assert.equal(await spoken(page), 'zh-Hans');
});

for (const locale of ['en', 'zh-CN']) {
  pageTest(`no word is missing anywhere (${locale})`, { locale }, async (page) => {
    await page.raw.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));
    for (const name of ['page-why', 'page-info', 'page-table', 'page-compare', 'page-take']) {
      await page.part(name).click();
      await page.frames(3);
      const found = await page.raw.evaluate(() => {
        const spoken = [...document.querySelectorAll('*')].flatMap((element) => [
          element.getAttribute('aria-label'), element.title, element.placeholder,
        ]);
        const text = `${document.body.innerText}\n${spoken.filter(Boolean).join('\n')}`;
        const ids = /\b(page|myth|solve|rule|formula|binding|verdict|event|finding)-[a-z0-9-]+/g;
        const nameless = [...document.querySelectorAll('button, summary, h2')]
          .filter((part) => !part.innerText.trim() && !part.getAttribute('aria-label') && part.checkVisibility())
          .map((part) => part.outerHTML);
        return [...(text.match(ids) ?? []), ...(text.match(/\{\$\w+\}/g) ?? []), ...nameless];
      });
      assert.deepEqual(found, [], name);
    }
  });
}

pageTest('the first view needs the first texts only', { reducedMotion: 'reduce' }, async (page) => {
  // What can be seen, without what is folded away; the address has the scene by now.
  const seen = async () => {
    await page.raw.reload();
    await page.part('verdict').filter({ hasText: /\S/ }).waitFor();
    await page.frames(5);
    return page.raw.evaluate(() => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = [];
      while (texts.nextNode()) {
        if (texts.currentNode.parentElement.checkVisibility()) found.push(texts.currentNode.data.trim());
      }
      return found.filter(Boolean);
    });
  };
  const whole = await seen();
  const release = await hold(page, '**/text-*-more-*');
  assert.deepEqual(await seen(), whole, 'what is seen before the others are there');
  release();
});

pageTest('texts that do not come are said to, in both languages, and tried again', {}, async (page) => {
  await page.raw.route('**/text-*', (route) => route.abort());
  await page.raw.reload();
  const notice = page.raw.getByRole('alert');
  await notice.waitFor();
  assert.match(await notice.innerText(), /could not be fetched[\s\S]*无法取得/);
  await page.raw.unroute('**/text-*');
  await notice.getByRole('button').click();
  await page.part('verdict').filter({ hasText: /\S/ }).waitFor();
  page.troubles.length = 0;
});

pageTest('a switch without network says so and keeps the page', {}, async (page) => {
  const verdict = await page.verdict();
  await page.raw.route('**/text-zh*', (route) => route.abort());
  await page.part('language').selectOption('zh-Hans');
  const notice = page.raw.getByRole('alert');
  await notice.waitFor();
  assert.equal(await page.verdict(), verdict);
  await page.raw.unroute('**/text-zh*');
  await notice.getByRole('button').click();
  await page.part('verdict').filter({ hasText: CHINESE }).waitFor();
  await notice.waitFor({ state: 'detached' });
  page.troubles.length = 0;
});

pageTest('in one file the texts are taken from there', {}, async (page) => {
  const { parts } = await (await page.raw.request.get(`${settings.url}files.json`)).json();
  const inside = {};
  for (const [name, file] of Object.entries(parts).filter(([name]) => name.startsWith('text-'))) {
    const text = await (await page.raw.request.get(settings.url + file)).text();
    inside[name] = `data:text/plain,${encodeURIComponent(text)}`;
  }
  assert.equal(Object.keys(inside).length, 4);
  await page.raw.addInitScript((inside) => (window.__stormglassParts = inside), inside);
  const asked = [];
  page.raw.on('request', (request) => asked.push(request.url()));
  await page.raw.reload();
  await page.part('verdict').filter({ hasText: /\S/ }).waitFor();
  await speak(page, 'zh-Hans');
  assert.match(await page.verdict(), CHINESE);
  assert.deepEqual(asked.filter((url) => url.startsWith('http') && url.includes('/text-')), []);
});

pageTest('a field accepts what the language prints', { locale: 'zh-CN' }, async (page) => {
  const field = page.raw.locator('#field-outage');
  for (const [typed, word] of [['1 小时 5 分', '65m'], ['９０秒', '90s'], ['2 min 4 s', '124s']]) {
    await field.fill(typed);
    await field.press('Enter');
    await page.frames(3);
    assert.match(await page.link(), new RegExp(`~outage=${word}(;|$)`), typed);
  }
});

pageTest('what is open is said anew in another language', {}, async (page) => {
  const solved = page.part('solved');
  await solved.locator('summary').first().click();
  await solved.locator('li').nth(7).waitFor();
  await page.part('scenes').click();
  await page.raw.locator('[data-card=default] [data-w]').first().click();
  await page.part('look').waitFor();
  for (const [tag, chinese] of [['zh-Hans', true], ['en', false]]) {
    await speak(page, tag);
    const words = chinese ? { hasText: CHINESE } : { hasNotText: CHINESE };
    await page.part('look').filter(words).waitFor();
    await solved.locator('li').nth(7).filter(words).waitFor();
  }
});
