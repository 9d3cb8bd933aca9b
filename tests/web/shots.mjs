// Pictures of the page: every scene, three widths, three themes. `cargo xtask shots [--out DIR]`.

import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Page } from './page.mjs';
import { launchChromium, settings } from './settings.mjs';

const out = process.argv[2];
mkdirSync(out, { recursive: true });

const folder = join(settings.scenarios, '..', '..', 'web', 'assets', 'scenes');
const scenes = readdirSync(folder).map((file) => file.replace('.storm', ''));
const sizes = [
  { width: 1440, height: 900 },
  { width: 900, height: 1100 },
  { width: 390, height: 844 },
];

const browser = await launchChromium();
let troubles = 0;
try {
  for (const viewport of sizes) {
    for (const theme of ['light', 'dark', 'projector']) {
      // Without motion the same moment is taken each time.
      const colorScheme = theme === 'dark' ? 'dark' : 'light';
      const page = await Page.open(browser, { viewport, colorScheme, reducedMotion: 'reduce' });
      await page.wear(theme);
      for (const scene of scenes) {
        const look = page.part('look');
        const before = await look.innerText().catch(() => '');
        await page.raw.evaluate((name) => (location.hash = `#v1;~scene=${name}`), scene);
        await page.raw.waitForFunction((before) => {
          const said = document.querySelector('[data-test="look"]')?.innerText ?? '';
          return said && said !== before;
        }, before);
        // Where something goes wrong, if something does.
        const kill = page.part('jump').locator('option:not([disabled])').last();
        if ((await kill.count()) > 0) await page.part('jump').selectOption(await kill.getAttribute('value'));
        await page.frames(10);
        const path = join(out, `${scene}-${viewport.width}-${theme}.png`);
        await page.raw.screenshot({ path, fullPage: true });
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
