// Pictures of the page: three widths, two themes. `cargo xtask shots [--out DIR]`.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Page } from './page.mjs';
import { launchChromium } from './settings.mjs';

const out = process.argv[2];
mkdirSync(out, { recursive: true });

const sizes = [
  { width: 1440, height: 900 },
  { width: 900, height: 1100 },
  { width: 390, height: 844 },
];

const browser = await launchChromium();
let troubles = 0;
try {
  for (const viewport of sizes) {
    for (const colorScheme of ['light', 'dark']) {
      // Without motion the same moment is taken each time.
      const page = await Page.open(browser, { viewport, colorScheme, reducedMotion: 'reduce' });
      await page.frames(30);
      for (const fullPage of [false, true]) {
        const kind = fullPage ? '-full' : '';
        const path = join(out, `${viewport.width}x${viewport.height}-${colorScheme}${kind}.png`);
        await page.raw.screenshot({ path, fullPage });
        console.log(path);
      }
      for (const trouble of page.troubles) console.error(`  ! ${trouble}`);
      troubles += page.troubles.length;
      await page.close();
    }
  }
} finally {
  await browser.close();
}
process.exitCode = troubles === 0 ? 0 : 1;
