// The engine compiled for the browser and the command line give the same run, to the byte.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { settings } from './settings.mjs';
import { pageTest } from './suite.mjs';

const there = existsSync(settings.scenarios) ? readdirSync(settings.scenarios) : [];
const files = there.filter((name) => name.endsWith('.storm')).sort();

test('there are scenarios to compare', () => {
  assert.notEqual(files.length, 0, 'tests/scenarios has no .storm file');
});

pageTest(`the digests of ${files.length} scenarios agree`, {}, async (page) => {
  const different = [];
  for (const name of files) {
    const file = join(settings.scenarios, name);
    const native = execFileSync(settings.cli, ['run', '--digest', file], { encoding: 'utf8' });
    const inPage = await page.digest(readFileSync(file, 'utf8'));
    assert.match(native, /\S/, `${name}: the command line printed no digest`);
    if (inPage.trim() !== native.trim()) {
      different.push(`${name}: page ${inPage.trim()}, command line ${native.trim()}`);
    }
  }
  assert.deepEqual(different, []);
});

pageTest('another scenario has another digest', {}, async (page) => {
  const scenario = (rate) => `server redis 7.2.4\nwrites ${rate}\nreplica r1\nat 10s disconnect r1 for 64s\n`;
  assert.notEqual(await page.digest(scenario('1mb/s')), await page.digest(scenario('2mb/s')));
});
