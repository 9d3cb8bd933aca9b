// What a person pastes, drops and opens, small and large, and that the page goes on meanwhile.

import assert from 'node:assert/strict';
import { mkdtempSync, openSync, readFileSync, rmSync, writeSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { settings } from './settings.mjs';
import { pageTest } from './suite.mjs';

const path = (name) => join(settings.samples, name);
const sample = (name) => readFileSync(path(name), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'stormglass-paste-'));
after(() => rmSync(folder, { recursive: true }));

/** A primary's log of so many megabytes: a storm, and much that is not about replication. */
function longLog(megabytes) {
  const name = join(folder, `${megabytes}.log`);
  const file = openSync(name, 'w');
  const clock = (ms) => new Date(Date.UTC(2026, 0, 10) + ms).toISOString().slice(11, 23);
  let written = 0;
  for (let lap = 0; written < megabytes * 1e6; lap += 1) {
    const at = (seconds) => `1:M 10 Jan 2026 ${clock(lap * 4000 + seconds * 1000)} *`;
    const lines = [
      `${at(0)} Replica 10.0.0.2:6379 asks for synchronization`,
      `${at(0)} Unable to partial resync with replica 10.0.0.2:6379 for lack of backlog (Replica request was: ${lap}).`,
      `${at(0.001)} Starting BGSAVE for SYNC with target: disk`,
      `${at(0.01)} Background saving started by pid 77`,
      `${at(1)} Background saving terminated with success`,
      `${at(2)} Synchronization with replica 10.0.0.2:6379 succeeded`,
      `${at(3)} Connection with replica 10.0.0.2:6379 lost.`,
    ];
    for (let n = 0; n < 200; n += 1) lines.push(`${at(3)} ${n} changes in 60 seconds. Saving... nothing to see here`);
    written += writeSync(file, lines.join('\n') + '\n');
  }
  closeSync(file);
  return name;
}

const done = (page) => page.part('reading').waitFor({ state: 'detached', timeout: 60_000 });

/** Collects the main thread's tasks that are longer than 50 ms from now on. */
const watchTasks = (page) =>
  page.raw.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration);
    }).observe({ type: 'longtask' });
  });

async function open(page, files) {
  await page.reveal('paste', /paste/i);
  await page.part('files').setInputFiles(files);
}

pageTest('a mixed paste tells the log and the settings apart and becomes the scenario', {}, async (page) => {
  const settingsText = 'repl-backlog-size 64mb\nclient-output-buffer-limit replica 32mb 16mb 10\n';
  await page.paste(`$ cat *\n${settingsText}${sample('redis-7.0.15-primary.log')}`);
  await page.part('findings').filter({ hasText: /hard output-buffer limit of 32 MiB/ }).waitFor();
  await page.raw.waitForFunction(() =>
    document.querySelector('[data-test="link"]').value.includes('at+10s+disconnect+r1'),
  );
  const link = (await page.link()).split('#')[1];
  assert.match(link, /repl-backlog-size\+64mb/);
  assert.ok(!link.includes('127.0.0.1') && !link.includes('18153'), 'no address in the link');
  const syncs = await page.part('page-syncs').textContent();
  assert.match(syncs, /had left the backlog/);
  const learnt = await page.part('page-learnt').textContent();
  assert.match(learnt, /line \d+/);
  assert.match(learnt, /measured/);
});

pageTest('several files at once are read as one, each fact with its file', {}, async (page) => {
  await open(page, [path('redis-7.0.15-primary.log'), path('redis-7.0.15-replica.log')]);
  await page.part('findings').filter({ hasText: /redis-7.0.15-replica.log/ }).waitFor();
  const learnt = await page.part('page-learnt').textContent();
  assert.match(learnt, /redis-7\.0\.15-replica\.log, line \d+/);
  assert.match(learnt, /longest load on a replica/);
});

pageTest('files that are dropped are read, and text that is dropped is text', {}, async (page) => {
  await page.reveal('paste', /paste/i);
  await page.raw.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'dropped.info'));
    const at = document.querySelector('[data-test="drop"]');
    at.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, sample('redis-7.0.15-t1.info'));
  await page.part('findings').filter({ hasText: '7.0.15' }).waitFor();
  const kept = await page.raw.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'role:master');
    const at = document.querySelector('[data-test="paste"]');
    return at.dispatchEvent(
      new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
    );
  });
  assert.ok(kept, 'dropped text is left to the browser');
});

pageTest('events of a log lie over the timeline, with their words where one points', {}, async (page) => {
  await page.paste(sample('redis-7.0.15-primary.log'));
  await page.raw.waitForFunction(() =>
    document.querySelector('[data-test="link"]').value.includes('at+10s+disconnect+r1'),
  );
  await page.pause();
  // Pixels that lie over the lowest part of the timeline, away from the cursor at 0 s.
  const marked = () =>
    page.part('cursor').evaluate((canvas) => {
      const { width, height } = canvas;
      const left = Math.round(width * 0.1);
      const data = canvas.getContext('2d').getImageData(left, 0, width - left, height).data;
      return data.filter((value, at) => at % 4 === 3 && value > 0).length;
    });
  const marks = await marked();
  assert.ok(marks > 100, `${marks} pixels of marks`);
  const place = await page.part('timeline').boundingBox();
  // The loss that log and run have in common is at 10 s of 60 s.
  await page.raw.mouse.move(place.x + place.width * 0.235, place.y + 40);
  await page.raw.waitForTimeout(200);
  assert.ok((await marked()) > marks + 5000, 'the words are shown');
  // A scenario of one's own has no log beside it.
  await page.raw.mouse.move(5, 5);
  const script = await page.reveal('script', /scenario/i);
  await script.fill('writes 1mb/s\nreplica r1\nrun 60s\n');
  await page.raw.waitForTimeout(300);
  const without = await marked();
  assert.ok(without < marks - 100, `${without} of ${marks} pixels are left`);
});

pageTest('a log of 100 MB leaves the page responsive', {}, async (page) => {
  const file = longLog(100);
  await page.pause();
  await page.reveal('paste', /paste/i);
  await watchTasks(page);
  await page.part('files').setInputFiles(file);
  await page.part('reading').waitFor();
  const share = () => page.part('reading').locator('progress').evaluate((bar) => bar.value);
  const early = await share();
  await page.raw.waitForFunction(
    (early) => document.querySelector('[data-test="reading"] progress')?.value > early,
    early,
  );
  // Something else can be done meanwhile.
  await page.raw.getByRole('tab', { name: /scenario/i }).first().click();
  await page.part('script').waitFor();
  await page.raw.getByRole('tab', { name: /paste/i }).first().click();
  await done(page);
  await page.part('findings').filter({ hasText: /full resyncs/ }).waitFor({ timeout: 60_000 });
  const longest = await page.raw.evaluate(() => window.longest);
  console.log(`longest task of the page: ${Math.round(longest)} ms`);
  assert.ok(longest < 500, `${longest} ms`);
});

pageTest('reading a long log can be stopped', {}, async (page) => {
  const file = longLog(60);
  await page.reveal('paste', /paste/i);
  const before = await page.link();
  await open(page, file);
  await page.part('reading').waitFor();
  await page.part('reading').getByRole('button').click();
  await page.part('reading').waitFor({ state: 'detached', timeout: 1000 });
  assert.equal(await page.link(), before, 'the scene is kept');
  // And the next thing is read as ever.
  await page.paste(sample('redis-7.0.15-t1.info'));
  await page.part('findings').filter({ hasText: '7.0.15' }).waitFor();
});
