// The pictures of the documents: `cargo xtask shots --guide`, into docs/images.
//
// Pictures of a moment are drawn by the command line as SVG. Pictures of the page are WebP, one
// pixel for one, each light enough for a document.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Page } from './page.mjs';
import { launchChromium, settings } from './settings.mjs';

const out = process.argv[2];
const scenes = join(settings.scenarios, '..', '..', 'web', 'assets', 'scenes');
/** What a picture may weigh. */
const LIMIT = 62_000;

/** What is drawn of which scene, and when, stands beside each picture: it is a link to it there. */
const shown = readFileSync(join(settings.scenarios, '..', '..', 'docs', 'guide', 'picture.md'), 'utf8');
const drawn = [...shown.matchAll(/images\/([\w-]+)\.svg "scene ([\w-]+) at (\w+)"/g)].map((found) => found.slice(1));

const outage = 'server+redis+7.4.1;dataset+8gb;writes+10mb/s;replica+r1;at+10s+disconnect+r1+for+2m;run+10m';
const gallery = async (page) => {
  await page.part('scenes').click();
  await page.part('gallery-search').fill('storm');
  await page.raw.waitForFunction(() => document.querySelectorAll('[data-card] svg').length > 30);
};
const embed = async (page) => {
  await page.part('page-take').click();
  await page.raw.locator('[data-do="take:embed"]').click();
  await page.part('embed-dialog').locator('iframe').waitFor();
};
const map = async (page) => {
  await page.part('map').locator('summary').first().click();
  await page.raw.waitForSelector('[data-test="map-plot"][data-apart="1"]');
};
const compare = (page) => page.part('page-compare').click();
const why = (page) => page.part('page-why').click();

const page = [
  { name: 'page', hash: '#v1;~scene=storm;~cursor=150s', width: 1280, height: 860 },
  { name: 'page-dark', hash: '#v1;~scene=storm;~cursor=150s', width: 1280, height: 860, theme: 'dark' },
  { name: 'phone', hash: `#v1;${outage};~outage=2m;~cursor=125s`, of: '.stage', high: 800, width: 390 },
  { name: 'answer', hash: `#v1;${outage};~outage=2m;~cursor=300s`, of: '.answer', high: 700 },
  { name: 'why', hash: '#v1;~scene=storm;~cursor=159s;', of: '[data-test="drawer"]', high: 640, act: why },
  { name: 'compare', hash: `#v1;${outage};~outage=2m;~cursor=5m;~twin=recommended`, of: '[data-test="drawer"]', high: 640, act: compare },
  { name: 'lesson', hash: '#v1;~lesson=2-partial-or-full', width: 1280, height: 760 },
  { name: 'gallery', hash: '', width: 1280, height: 760, act: gallery },
  { name: 'embed', hash: '#v1;~scene=storm;~cursor=150s', width: 1280, height: 800, act: embed },
  { name: 'map', hash: `#v1;${outage};~outage=2m;~cursor=0s`, of: '[data-test="map"]', high: 620, act: map },
];

/** A WebP of a part of the page, as it is on a screen. */
async function webp(browserPage, clip, quality) {
  const session = await browserPage.context().newCDPSession(browserPage);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp', quality, clip: { ...clip, scale: 1 },
  });
  await session.detach();
  return Buffer.from(data, 'base64');
}

async function shoot(browser, { name, hash, of, high, act, theme = 'light', width = 1280, height = of ? 3200 : 1000 }) {
  // Without motion the same moment is taken each time.
  const viewport = { width, height };
  const opened = await Page.open(browser, { hash, viewport, colorScheme: theme, reducedMotion: 'reduce' });
  try {
    await opened.frames(10);
    if (act) await act(opened);
    await opened.raw.waitForTimeout(1200);
    const [left, above] = await opened.raw.evaluate(() => [scrollX, scrollY]);
    let clip = { x: left, y: above, ...viewport };
    if (of) {
      const part = opened.raw.locator(of).first();
      const box = await part.boundingBox();
      const top = Math.max(box.y, 0);
      clip = { x: box.x + left, y: top + above, width: box.width, height: Math.min(high, box.y + box.height - top, height - top) };
    }
    let quality = 90;
    let bytes = await webp(opened.raw, clip, quality);
    while (bytes.length > LIMIT && quality > 40) bytes = await webp(opened.raw, clip, (quality -= 10));
    writeFileSync(join(out, `${name}.webp`), bytes);
    if (opened.troubles.length > 0) throw new Error(`${name}: ${opened.troubles.join(', ')}`);
  } finally {
    await opened.close();
  }
}

mkdirSync(out, { recursive: true });
const weigh = (file) => console.log(`${String(statSync(join(out, file)).size).padStart(7)}  ${file}`);
const only = process.argv.slice(3);
const wanted = (name) => only.length === 0 || only.includes(name);
for (const [name, scene, at] of drawn.filter(([name]) => wanted(name))) {
  execFileSync(settings.cli, ['run', join(scenes, `${scene}.storm`), '--svg', join(out, `${name}.svg`), '--at', at]);
  weigh(`${name}.svg`);
}
const browser = await launchChromium();
try {
  for (const picture of page.filter(({ name }) => wanted(name))) {
    await shoot(browser, picture);
    weigh(`${picture.name}.webp`);
  }
} finally {
  await browser.close();
}
