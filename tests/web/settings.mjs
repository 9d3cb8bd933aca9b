// What the suites are told by `cargo xtask`; nothing else is read from outside.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

function told(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: run the browser tests with \`cargo xtask test\``);
  }
  return value;
}

const here = fileURLToPath(new URL('.', import.meta.url));

export const settings = {
  /** Where the built page is served, with a slash at the end. */
  url: told('STORMGLASS_URL'),
  chromium: told('STORMGLASS_CHROMIUM'),
  /** Undefined where there is no Firefox. */
  firefox: process.env.STORMGLASS_FIREFOX,
  /** The page as one file; undefined where it was not made. */
  single: process.env.STORMGLASS_SINGLE,
  /** The command line to compare with. */
  cli: told('STORMGLASS_CLI'),
  scenarios: join(here, '..', 'scenarios'),
  samples: join(here, 'samples'),
};

// The packages lie in the user's cache, keyed by the lock file, where `import` does not look.
const require = createRequire(join(told('STORMGLASS_MODULES'), 'package.json'));
const { chromium } = require('playwright-core');

/** Programs that run inside the page, by file. */
export const axeScript = require.resolve('axe-core/axe.min.js');
export const qrReader = require.resolve('jsqr/dist/jsQR.js');

export function launchChromium() {
  return chromium.launch({
    executablePath: settings.chromium,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export function launchFirefox() {
  const puppeteer = require('puppeteer-core');
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: settings.firefox,
    headless: true,
  });
}
