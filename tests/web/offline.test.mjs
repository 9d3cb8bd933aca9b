// Without a network: after the first visit, with a new version, and as one file.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { front } from './front.mjs';
import { launchChromium, settings } from './settings.mjs';

const SCENE = '#v1;server+redis+7.2.4;repl-backlog-size+64mb;writes+1mb/s;replica+r1;at+10s+disconnect+r1+for+30s;~cursor=20s';

let browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser.close());

/** Opens an address in a fresh profile; `asked` is every request that left the browser's page. */
async function visit(address, run) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  context.setDefaultTimeout(15_000);
  const raw = await context.newPage();
  const [troubles, asked] = [[], []];
  raw.on('pageerror', (error) => troubles.push(String(error)));
  raw.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  context.on('request', (request) => asked.push(request.url()));
  const part = (name) => raw.locator(`[data-test="${name}"]`).first();
  const answers = () => part('verdict').filter({ hasText: /\d/ }).waitFor();
  try {
    await raw.goto(address);
    await answers();
    await run({ context, raw, part, answers, asked });
    assert.deepEqual(troubles, []);
  } finally {
    await context.close();
  }
}

const kept = (page) => page.part('offline').filter({ hasText: /works without network/ }).waitFor();

async function paste({ raw, part }, text) {
  await raw.getByRole('tab', { name: /paste/i }).click();
  await part('paste').fill(text);
  await raw.waitForFunction(() => /redis/i.test(document.querySelector('#panel')?.innerText ?? ''));
}

const info = () => readFile(join(settings.samples, 'redis-7.0.15-t1.info'), 'utf8');

test('after the first visit it works without a network, pastes and all', async () => {
  const server = await front();
  await visit(server.url + SCENE, async (page) => {
    await kept(page);
    await server.close();
    await page.context.setOffline(true);
    await page.raw.reload();
    await page.answers();
    assert.match(await page.part('clock').innerText(), /20/);
    assert.match(await page.part('about').innerText(), /Stormglass \d+\.\d+\.\d+/);
    await paste(page, await info());
    // What is fetched when it is needed is there too.
    await page.part('page-take').click();
    await page.raw.locator('[data-do="take:embed"]').click();
    await page.part('embed-dialog').waitFor();
    // So is the guide, with its pictures.
    const guide = await page.context.newPage();
    await guide.goto(new URL(await page.part('guide').getAttribute('href'), server.url).href);
    assert.equal(await guide.locator('h1').innerText(), 'Guide');
    assert.ok(await guide.locator('img').first().evaluate((picture) => picture.naturalWidth > 600));
  });
});

test('nothing is fetched from anywhere else', async () => {
  const server = await front();
  await visit(server.url + SCENE, async (page) => {
    await kept(page);
    await paste(page, await info());
    const elsewhere = page.asked.filter((url) => !url.startsWith(server.url) && !url.startsWith('blob:') && !url.startsWith('data:'));
    assert.deepEqual(elsewhere, []);
  });
  await server.close();
});

test('a new version is offered, waits to be asked, and clears the old one away', async () => {
  const server = await front();
  await visit(server.url + SCENE, async (page) => {
    await kept(page);
    const caches = () => page.raw.evaluate(() => window.caches.keys());
    const [old] = await caches();
    server.edit = (path, text) => {
      return path === 'sw.js' ? text.replace(/VERSION = '[^']+'/, "VERSION = 'a-later-one'") : text;
    };
    await page.raw.reload();
    await page.part('update').filter({ hasText: /new version/i }).waitFor();
    assert.ok((await caches()).includes(old), 'the old version stays until it is left');
    const loaded = page.raw.waitForEvent('load');
    await page.part('update').getByRole('button').first().click();
    await loaded;
    await page.answers();
    await kept(page);
    const now = await caches();
    assert.ok(now.length === 1 && now[0].endsWith('a-later-one'), now.join());
    assert.match(await page.part('clock').innerText(), /20/, 'what was shown is shown again');
  });
  await server.close();
});

test('a second open page is offered the version that another one took, and goes over to it', async () => {
  const server = await front();
  await visit(server.url + SCENE, async (page) => {
    await kept(page);
    const other = await page.context.newPage();
    await other.goto(server.url + SCENE);
    const notice = other.locator('[data-test="update"]');
    await other.locator('[data-test="offline"]').filter({ hasText: /works without network/ }).waitFor();
    server.edit = (path, text) => {
      return path === 'sw.js' ? text.replace(/VERSION = '[^']+'/, "VERSION = 'a-later-one'") : text;
    };
    await page.raw.reload();
    await notice.waitFor();
    const first = page.raw.waitForEvent('load');
    await page.part('update').getByRole('button').first().click();
    await first;
    await page.answers();
    assert.equal(await notice.count(), 1, 'nobody loses what they look at');
    const second = other.waitForEvent('load');
    await notice.getByRole('button').first().click();
    await second;
    await other.locator('[data-test="verdict"]').filter({ hasText: /\d/ }).waitFor();
    await other.locator('[data-test="offline"]').filter({ hasText: /works without network/ }).waitFor();
    assert.equal(await notice.count(), 0);
    const version = await other.evaluate(() => new Promise((answer) => {
      const way = new MessageChannel();
      way.port1.onmessage = ({ data }) => answer(data);
      navigator.serviceWorker.controller.postMessage('version', [way.port2]);
    }));
    assert.equal(version, 'a-later-one');
  });
  await server.close();
});

test('it can be installed', async () => {
  await visit(settings.url, async ({ context, raw }) => {
    const session = await context.newCDPSession(raw);
    const { errors, url } = await session.send('Page.getAppManifest');
    assert.match(url, /stormglass\.webmanifest$/);
    assert.deepEqual(errors, []);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // A profile for one test installs nothing; that is no fault of the page.
    const faults = installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito');
    assert.deepEqual(faults, []);
  });
});

test('one file of the page opens from a disk, reads a paste and makes one file of itself', {
  skip: settings.single ? false : '`cargo xtask dist --single` was not run',
}, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'stormglass-'));
  try {
    await visit(pathToFileURL(settings.single) + SCENE, async (page) => {
      assert.match(await page.part('clock').innerText(), /20/);
      assert.match(await page.part('offline').innerText(), /one file/);
      await paste(page, await info());
      await page.part('page-take').click();
      const download = page.raw.waitForEvent('download');
      await page.raw.locator('[data-do="take:file"]').click();
      const again = join(dir, 'again.html');
      await (await download).saveAs(again);
      assert.deepEqual(page.asked.filter((url) => url.startsWith('http')), []);
      await visit(String(pathToFileURL(again)), async (second) => {
        assert.match(await second.raw.evaluate(() => location.hash), /^#v1;/);
      });
    });
  } finally {
    await rm(dir, { recursive: true });
  }
});

test('the page saves what it shows as one file, which opens from a disk', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'stormglass-'));
  try {
    await visit(settings.url + SCENE, async ({ raw, part }) => {
      await part('page-take').click();
      const download = raw.waitForEvent('download');
      await raw.locator('[data-do="take:file"]').click();
      const file = join(dir, 'saved.html');
      await (await download).saveAs(file);
      const verdict = await part('verdict').innerText();
      await visit(String(pathToFileURL(file)), async (saved) => {
        assert.equal(await saved.part('verdict').innerText(), verdict);
        assert.match(await saved.part('clock').innerText(), /20/);
      });
    });
  } finally {
    await rm(dir, { recursive: true });
  }
});
