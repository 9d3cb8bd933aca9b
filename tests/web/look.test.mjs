// How the page looks, coarsely: each picture in 24 by 24 shades, compared with what was taken over.
//
// Letters and smooth edges differ between machines; a ring that is gone or a panel that moved does
// not fit into the tolerance. `UPDATE_EXPECT=1` takes the present look over: look at `cargo xtask
// shots` first.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from './settings.mjs';
import { pageTest } from './suite.mjs';

const SIDE = 24;
const file = join(settings.samples, '..', 'look.json');
const update = process.env.UPDATE_EXPECT === '1';
const known = update ? {} : JSON.parse(readFileSync(file, 'utf8'));

/** The shades of a canvas on its ground, 0 to 255. */
const shades = (page, name) =>
  page.part(name).evaluate((canvas, side) => {
    const small = document.createElement('canvas');
    small.width = small.height = side;
    const context = small.getContext('2d');
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, side, side);
    context.imageSmoothingQuality = 'high';
    context.drawImage(canvas, 0, 0, side, side);
    const { data } = context.getImageData(0, 0, side, side);
    return Array.from({ length: side * side }, (_, n) =>
      Math.round((data[4 * n] + data[4 * n + 1] + data[4 * n + 2]) / 3),
    );
  }, SIDE);

for (const theme of ['light', 'dark', 'projector']) {
  const options = { reducedMotion: 'reduce', colorScheme: theme === 'dark' ? 'dark' : 'light' };
  pageTest(`it looks as it did, ${theme}`, options, async (page) => {
    await page.wear(theme);
    await page.part('jump').selectOption({ label: 'first kill by a limit' });
    await page.frames(5);
    for (const name of ['ring', 'topology', 'storm', 'timeline']) {
      const now = await shades(page, name);
      const key = `${name}-${theme}`;
      if (update) {
        known[key] = now;
        continue;
      }
      const off = now.map((shade, n) => Math.abs(shade - known[key][n]));
      const mean = off.reduce((sum, one) => sum + one, 0) / off.length;
      assert.ok(mean < 4 && Math.max(...off) < 90, `${key}: ${mean.toFixed(2)} off, at most ${Math.max(...off)}`);
    }
    if (update) writeFileSync(file, `${JSON.stringify(known)}\n`);
  });
}
