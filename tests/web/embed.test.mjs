// The page inside other pages: what is shown of it, what it can be told, and what it tells.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { front } from './front.mjs';
import { launchChromium } from './settings.mjs';

const SCENE = '#v1;server+redis+7.2.4;repl-backlog-size+64mb;writes+1mb/s;replica+r1;at+10s+disconnect+r1+for+30s';
const example = readFileSync(new URL('../../docs/embedding-example.html', import.meta.url), 'utf8');

const visible = (page, name) => page.part(name).isVisible();

for (const [embed, shows, hides] of [
  ['picture', ['ring', 'timeline', 'play'], ['scrub', 'verdict', 'share', 'line', 'drawer']],
  ['transport', ['ring', 'timeline', 'play', 'scrub', 'speed'], ['verdict', 'share', 'line', 'drawer']],
  ['full', ['ring', 'scrub', 'verdict', 'line', 'drawer'], ['share', 'theme']],
]) {
  test(`~embed=${embed} shows that much and no more`, async () => {
    const { page, close } = await opened(`${SCENE};~cursor=20s;~embed=${embed}`);
    try {
      for (const name of shows) assert.ok(await visible(page, name), `${name} is to be seen`);
      for (const name of hides) assert.ok(!(await visible(page, name)), `${name} is not to be seen`);
      const full = await page.part('open-full').getAttribute('href');
      assert.match(full, /~cursor=20s/);
      assert.doesNotMatch(full, /embed/);
      assert.deepEqual(page.troubles, []);
    } finally {
      await close();
    }
  });
}

let browser;
let pages;
let hosts;
before(async () => {
  browser = await launchChromium();
  pages = await front();
  // Another origin, as another site is.
  hosts = await front({ files: { 'host.html': example } });
});
after(async () => {
  await browser.close();
  await pages.close();
  await hosts.close();
});

/** The page alone, once a part of it is there: the verdict may be hidden. */
async function opened(hash, ready = 'open-full') {
  const context = await browser.newContext({
    viewport: { width: 800, height: 660 },
    permissions: ['clipboard-read', 'clipboard-write'],
    serviceWorkers: 'block',
  });
  context.setDefaultTimeout(10_000);
  const raw = await context.newPage();
  const page = { troubles: [], part: (name) => raw.locator(`[data-test="${name}"]`).first() };
  raw.on('pageerror', (error) => page.troubles.push(String(error)));
  raw.on('console', (message) => message.type() === 'error' && page.troubles.push(message.text()));
  await raw.goto(pages.url + hash);
  await page.part(ready).waitFor();
  return { page, raw, close: () => context.close() };
}

/** A page that holds the page, and what it heard. */
async function held(run) {
  const context = await browser.newContext({ viewport: { width: 900, height: 1100 } });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  await page.addInitScript(() => {
    window.all = [];
    addEventListener('message', ({ data }) => window.all.push(data));
  });
  const heard = (event, more = {}) => page.waitForFunction(
    ({ event, more }) => window.all.find((said) => said.event === event
      && Object.entries(more).every(([name, value]) => said[name] === value)),
    { event, more },
  ).then((found) => found.jsonValue());
  await page.goto(`${hosts.url}host.html?page=${encodeURIComponent(pages.url)}`);
  const frame = page.frameLocator('#stormglass');
  try {
    await run({ page, heard, frame });
    assert.deepEqual(troubles, []);
  } finally {
    await context.close();
  }
}

test('a page on another origin plays, seeks and loads it in a sandbox', async () => {
  await held(async ({ page, heard, frame }) => {
    await heard('ready');
    await heard('verdict');
    const clock = frame.locator('[data-test="clock"]');
    const press = (name) => page.getByRole('button', { name }).click();

    await press('Go to 42 s');
    assert.equal((await heard('done', { do: 'seek' })).do, 'seek');
    assert.match(await clock.innerText(), /42/);
    assert.ok((await heard('moment', { seconds: 42 })).end > 42);
    assert.match((await heard('event')).says, /r1/);

    await press('Play');
    await heard('moment', { playing: true });
    await press('Pause');
    await heard('done', { do: 'pause' });

    await press('Dark');
    await heard('done', { do: 'theme' });
    assert.equal(await frame.locator('html').getAttribute('data-theme'), 'dark');

    const verdicts = await page.evaluate(() => window.all.filter((said) => said.event === 'verdict').length);
    await press('Another scene');
    await heard('done', { do: 'load' });
    await page.waitForFunction((count) => window.all.filter((said) => said.event === 'verdict').length > count, verdicts);
  });
});

test('what makes no sense is an error with the id it came with', async () => {
  await held(async ({ page, heard }) => {
    await heard('verdict');
    const tell = (order) => page.evaluate((order) => {
      document.getElementById('stormglass').contentWindow.postMessage(order, '*');
    }, order);
    await tell({ stormglass: 1, do: 'seek', value: 'soon', id: 'a' });
    assert.match((await heard('error', { id: 'a' })).says, /nothing/);
    await tell({ stormglass: 1, do: 'text', value: 'page-title', id: 'b' });
    await heard('error', { id: 'b' });
    await tell({ stormglass: 2, do: 'play', id: 'c' });
    assert.match((await heard('error', { id: 'c' })).says, /version 1/);
    await tell({ stormglass: 1, do: 'load', value: '#v1;writes+2mb/s;replica+r1;wriggle+5', id: 'd' });
    await heard('done', { id: 'd' });
    const broken = await page.evaluate(() => window.all.filter((said) => said.event === 'error').pop());
    assert.match(broken.says, /wriggle/);
  });
});

test('nothing but the page that holds it is heard, and nothing is said before it speaks', async () => {
  const quiet = example.replace("ask('hello')", 'undefined');
  hosts.files['quiet.html'] = quiet;
  const context = await browser.newContext();
  const page = await context.newPage();
  try {
    await page.addInitScript(() => {
      window.all = [];
      addEventListener('message', ({ data }) => window.all.push(data));
    });
    await page.goto(`${hosts.url}quiet.html?page=${encodeURIComponent(pages.url)}`);
    await page.waitForFunction(() => window.all.length > 0);
    // Another frame of the same page is not its holder.
    await page.evaluate(() => {
      const other = document.createElement('iframe');
      other.srcdoc = `<script>parent.frames[0].postMessage({ stormglass: 1, do: 'hello', id: 'x' }, '*')</script>`;
      document.body.append(other);
    });
    await page.frameLocator('#stormglass').locator('[data-test="clock"]').waitFor();
    await page.evaluate(() => new Promise((done) => setTimeout(done, 400)));
    const events = await page.evaluate(() => window.all.map((said) => said.event));
    assert.deepEqual(events, ['ready']);
  } finally {
    await context.close();
  }
});

test('the generator makes markup that shows what it previews', async () => {
  const { page, raw, close } = await opened(`${SCENE};~cursor=20s`, 'page-take');
  try {
    await page.part('page-take').click();
    await raw.locator('[data-do="take:embed"]').click();
    await page.part('embed-dialog').waitFor();
    await page.part('embed-theme').selectOption('dark');
    await page.part('embed-width').fill('640');
    await page.part('embed-what').selectOption('picture');
    const code = await page.part('embed-code').inputValue();
    assert.match(code, /^<iframe src="http[^"]+#v1;server\+redis/);
    assert.match(code, /~cursor=20s;~theme=dark;~embed=picture" width="640" height="800"/);
    const frame = raw.frameLocator('[data-test="embed-dialog"] iframe');
    await frame.locator('[data-embed="picture"][data-theme="dark"] [data-test="ring"]').waitFor();
    assert.match(await frame.locator('[data-test="clock"]').innerText(), /20/);
    await page.part('embed-sandbox').check();
    await page.part('embed-autoplay').check();
    const playing = await page.part('embed-code').inputValue();
    assert.match(playing, /sandbox="allow-scripts/);
    assert.doesNotMatch(playing, /cursor/);
    await frame.locator('[data-test="play"][aria-pressed="true"]').waitFor();
    await page.part('embed-copy').click();
    await raw.waitForFunction(async (code) => (await navigator.clipboard.readText()) === code, playing);
    await raw.keyboard.press('Escape');
    await page.part('embed-dialog').waitFor({ state: 'detached' });
    assert.equal(await raw.evaluate(() => localStorage.getItem('stormglass-theme')), null);
    assert.deepEqual(page.troubles, []);
  } finally {
    await close();
  }
});
