// How fast the page is: opening, one run of the engine in wasm, one drag of a slider.
//
// Prints medians; the numbers belong to the machine they were taken on.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Page } from './page.mjs';
import { launchChromium, settings } from './settings.mjs';

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const row = (name, value, unit) => console.log(`${name.padEnd(52)} ${value.toFixed(2).padStart(10)} ${unit}`);

const browser = await launchChromium();
try {
  const openings = [];
  for (let i = 0; i < 5; i += 1) {
    const start = performance.now();
    const page = await Page.open(browser);
    openings.push(performance.now() - start);
    await page.close();
  }
  row('open the page until the verdict is there', median(openings), 'ms');

  const page = await Page.open(browser, { reducedMotion: 'reduce' });
  await page.digest('replica r1\n');
  const files = readdirSync(settings.scenarios).filter((name) => name.endsWith('.storm')).sort();
  for (const name of files) {
    const text = readFileSync(join(settings.scenarios, name), 'utf8');
    const times = await page.raw.evaluate(async (text) => {
      const times = [];
      for (let i = 0; i < 21; i += 1) {
        const start = performance.now();
        await window.engine('digest', [text]);
        times.push(performance.now() - start);
      }
      return times;
    }, text);
    row(`simulate and digest ${name}`, median(times), 'ms');
  }

  // The storm of the native benchmark: an hour of three replicas that never finish.
  const storm = `server redis 7.4.1
repl-backlog-size 1mb
repl-diskless-sync-delay 0
client-output-buffer-limit replica 2mb 0 0
dataset 1gb
writes 1mb/s
replicas 3
at 10s disconnect all for 30s
run 1h`;
  const [count, times] = await page.raw.evaluate(async (text) => {
    const times = [];
    let count = 0;
    for (let i = 0; i < 21; i += 1) {
      const start = performance.now();
      count = Number((await window.engine('events', [text, '10']))[0][0]);
      times.push((performance.now() - start) / 10);
    }
    return [count, times];
  }, storm);
  row('an hour of storm, three replicas', median(times), 'ms');
  row('events a second', count / median(times) / 1000, 'million');

  // From the input event to the end of its handlers: the time a drag keeps the main thread.
  const along = (step, min, max) => min + ((max - min) * (step % 20)) / 20;
  const drags = await page.timedSteps('slider-writes', 61, along);
  row('one step of a slider drag', median(drags), 'ms');
  row('the slowest of 61 steps (a frame is 16.7)', Math.max(...drags), 'ms');
  await page.close();
} finally {
  await browser.close();
}
