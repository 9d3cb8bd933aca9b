// Gallery, lessons and presenting, as an instructor and a class use them.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { violations } from './axe.mjs';
import { qrReader, settings } from './settings.mjs';
import { inFreshProfile, pageTest } from './suite.mjs';

const LESSON = '#v1;~lesson=2-partial-or-full';

async function gallery(page) {
  await page.part('scenes').click();
  await page.part('gallery-search').waitFor();
}

/** The cards that are shown. */
const cards = (page) => page.raw.locator('[data-card]:visible');

/** Waits until a part says it. */
const says = (page, name, text) => page.part(name).filter({ hasText: text }).waitFor();

/** Waits until the page is laid out so. */
const laidOut = (page, words) =>
  page.raw.waitForFunction((words) => document.documentElement.dataset.workshop === words, words);

const nothingWrong = async (page, within) =>
  assert.deepEqual(await violations(page.raw ?? page, within), []);

const script = async (page) => {
  await page.raw.getByRole('tab', { name: 'Scenario' }).click();
  return page.part('script').inputValue();
};

pageTest('the gallery has a picture of every scene, and is searched', {}, async (page) => {
  await gallery(page);
  const all = await cards(page).count();
  assert.ok(all >= 20, `${all} scenes`);
  await page.raw.waitForFunction(
    (all) => document.querySelectorAll('[data-card] svg').length === all,
    all,
  );
  await nothingWrong(page);
  await page.part('gallery-search').fill('split brain');
  await says(page, 'gallery-found', '2 scenes');
  assert.equal(await cards(page).count(), 2);
  await page.part('gallery-search').fill('');
  await page.part('gallery-group').selectOption('incidents');
  await says(page, 'gallery-found', '12 scenes');
  assert.equal(await cards(page).getByRole('link').count(), 12, 'each incident has its source');
});

pageTest('a scene is opened by keyboard, says what to look for, and can be undone', {}, async (page) => {
  const before = await script(page);
  await gallery(page);
  await page.part('gallery-search').focus();
  await page.raw.keyboard.type('twenty');
  await says(page, 'gallery-found', 'one scene');
  for (const key of ['Tab', 'Tab', 'Enter']) await page.raw.keyboard.press(key);
  await says(page, 'look', 'each takes almost a minute');
  assert.match(await page.part('script').inputValue(), /replicas 20/);
  await nothingWrong(page, '[data-test="look"]');
  await page.part('undo').click();
  assert.equal(await page.part('script').inputValue(), before);
});

pageTest('a link names a scene, and one that is not there is said', { hash: '#v1;~scene=pinned' }, async (page) => {
  await says(page, 'look', 'A slow reader pins history');
  await page.raw.evaluate(() => (location.hash = '#v1;~scene=nonesuch'));
  await says(page, 'look', 'nonesuch');
});

pageTest('a lesson is taken by keyboard: a wrong and a right answer', { hash: LESSON }, async (page) => {
  const keys = page.raw.keyboard;
  await says(page, 'lesson-title', 'Two outages');
  assert.equal(await page.clock(), '20.0 s');
  await nothingWrong(page);
  await keys.press('End');
  await page.frames(3);
  assert.equal(await page.clock(), '20.0 s', 'what comes is not shown before it is asked');
  await keys.press('1');
  await page.raw.locator('#choice-0:checked').waitFor();
  await keys.press('Enter');
  await says(page, 'lesson-verdict', 'Not this time.');
  await says(page, 'lesson-reveal', 'overwritten');
  await nothingWrong(page);
  await keys.press('PageDown');
  await says(page, 'lesson-title', 'When does the door close?');
  await page.part('lesson-number').focus();
  await keys.type('soon');
  await keys.press('Enter');
  await says(page, 'lesson-said', 'cannot be read');
  await page.part('lesson-number').fill('43s');
  await keys.press('Enter');
  await says(page, 'lesson-verdict', 'Right.');
  await page.raw.waitForFunction(
    () => document.querySelector('[data-test="clock"]').innerText.startsWith('42.0'),
  );
  assert.equal(await page.isPlaying(), false, 'it stops where the step wants it');
  const before = await script(page).catch(() => '');
  assert.equal(before, '', 'the text is out of sight');
  assert.equal(await page.raw.locator('#field-backlog').isEnabled(), true);
  assert.equal(await page.raw.locator('#field-writes').isVisible(), false);
  for (let press = 0; press < 20 && !(await page.part('lesson-score').isVisible()); press += 1) {
    const title = await page.text('lesson-title');
    await keys.press('PageDown');
    await page.raw.waitForFunction(
      (title) => document.querySelector('[data-test="lesson-title"]').innerText !== title
        || document.querySelector('[data-test="lesson-verdict"]'),
      title,
    );
    await page.frames(4);
  }
  assert.equal(await page.text('lesson-score'), '1 of 5 right.');
  await nothingWrong(page);
  const file = page.raw.waitForEvent('download');
  await page.raw.getByRole('button', { name: 'CSV' }).click();
  const csv = await readFile(await (await file).path(), 'utf8');
  assert.match(csv, /Both,Only r1,wrong/);
  assert.match(csv, /43s,42s within 2s,right/);
});

pageTest('answers are kept, and forgotten when one begins anew', { hash: LESSON }, async (page) => {
  await says(page, 'lesson-title', 'Two outages');
  await page.raw.keyboard.press('2');
  await page.part('lesson-answer').click();
  await says(page, 'lesson-verdict', 'Right.');
  await page.raw.reload();
  await says(page, 'lesson-verdict', 'Right.');
  await page.raw.getByRole('button', { name: 'What you answered' }).click();
  await page.raw.getByRole('button', { name: 'Begin anew' }).click();
  await page.part('lesson-question').waitFor();
});

pageTest('leaving a lesson brings back what was there', {}, async (page) => {
  await script(page);
  await page.part('script').fill('server redis 7.4.1\nwrites 3mb/s\nreplicas 1\nrun 30s\n');
  await gallery(page);
  await page.raw.getByRole('button', { name: '1 The stream and the ring' }).click();
  await page.part('lesson-title').waitFor();
  await page.raw.getByRole('button', { name: 'Leave' }).click();
  await laidOut(page, '');
  assert.match(await page.part('script').inputValue(), /writes 3mb\/s/);
});

const BROKEN = `lesson Mine
scenario a
  writes 1mb/s
  replicas 1
step One
whisper hello
cursor soon
text Hi.
`;
const file = (text) => ({ name: 'my.lesson', mimeType: 'text/plain', buffer: Buffer.from(text) });

pageTest('a lesson file is read: its mistakes with their lines, then the lesson', {}, async (page) => {
  await gallery(page);
  await page.raw.getByText('A lesson of your own').click();
  await page.part('own-file').setInputFiles(file(BROKEN));
  await says(page, 'own-said', 'line 6');
  const said = await page.text('own-said');
  assert.match(said, /line 7/);
  assert.match(said, /2 things are wrong/);
  await nothingWrong(page);
  await page.part('own-text').fill(BROKEN.replace(/whisper.*\ncursor.*\n/, ''));
  await page.part('own-open').click();
  await says(page, 'lesson-title', 'One');
});

/** Drops a file on the middle of the page. */
const drop = (page, name, text) =>
  page.raw.evaluate(([name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name));
    const event = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
    document.querySelector('main').dispatchEvent(event);
    return event.defaultPrevented;
  }, [name, text]);

pageTest('a lesson file is dropped anywhere: what is wrong with it is said, then it begins', {}, async (page) => {
  assert.equal(await drop(page, 'my.txt', BROKEN), false, 'another file is not taken for one');
  assert.ok(await drop(page, 'my.lesson', BROKEN));
  await says(page, 'own-said', 'line 6');
  assert.ok(await page.part('own-said').isVisible());
  await drop(page, 'my.lesson', BROKEN.replace(/whisper.*\ncursor.*\n/, ''));
  await says(page, 'lesson-title', 'One');
  await laidOut(page, 'lesson');
});

pageTest('a lesson is fetched from an address, after asking', {
  hash: `#v1;~lesson-url=${encodeURIComponent(`${settings.url}mine.lesson`)}`,
}, async (page) => {
  let asked = 0;
  await page.raw.route('**/mine.lesson', (route) => {
    asked += 1;
    if (asked === 1) return route.fulfill({ status: 404 });
    return route.fulfill({ body: BROKEN.replace(/whisper.*\ncursor.*\n/, '') });
  });
  await page.part('own-fetch').waitFor();
  assert.equal(asked, 0, 'nothing is fetched unasked');
  await page.part('own-fetch').click();
  await says(page, 'own-said', '404');
  assert.match(await page.text('own-said'), /CORS/);
  await page.part('own-fetch').click();
  await says(page, 'lesson-title', 'One');
  page.troubles.splice(0, page.troubles.length, ...page.troubles.filter((t) => !/404|mine\.lesson/.test(t)));
});

/** Opens the window of notes; `there` waits for a part of it with a text. */
async function openNotes(page) {
  const opened = page.raw.context().waitForEvent('page');
  await page.raw.getByRole('button', { name: 'Notes' }).click();
  const notes = await opened;
  const there = (name, text) =>
    notes.locator(`[data-test="${name}"]`).filter({ hasText: text }).waitFor();
  return { notes, there };
}

pageTest('notes in a second window keep step, and step the first', { hash: LESSON }, async (page) => {
  await says(page, 'lesson-title', 'Two outages');
  const { notes, there } = await openNotes(page);
  await there('notes-title', 'Two outages');
  await there('notes-next', 'When does the door close?');
  await there('notes-time', /^\d+:\d\d$/);
  await nothingWrong(notes);
  await page.raw.keyboard.press('PageDown');
  await page.part('lesson-verdict').waitFor();
  await page.raw.keyboard.press('PageDown');
  await there('notes-title', 'When does the door close?');
  await notes.locator('[data-test="notes-forward"]').click();
  await page.part('lesson-verdict').waitFor();
  await notes.getByRole('button', { name: 'Blank the screen' }).click();
  await laidOut(page, 'lesson blank');
});

const CHINESE = /[\u4e00-\u9fff]/;

pageTest('gallery, lesson and open notes follow a switch of language', { hash: LESSON }, async (page) => {
  await says(page, 'lesson-title', 'Two outages');
  const { notes, there } = await openNotes(page);
  await there('notes-title', 'Two outages');
  await page.raw.keyboard.press('2');
  await page.part('lesson-answer').click();
  await says(page, 'lesson-reveal', 'overwritten');
  await page.part('language').selectOption('zh-Hans');
  await says(page, 'lesson-title', '两次中断');
  await says(page, 'lesson-reveal', '已被覆盖');
  await there('notes-title', '两次中断');
  await there('notes-next', '门何时关上？');
  assert.equal(await notes.evaluate(() => document.documentElement.lang), 'zh-Hans');
  assert.match(await notes.title(), CHINESE);
  await nothingWrong(page);
  await nothingWrong(notes);
  await page.raw.locator('[data-w="share"]').first().click();
  const link = await page.part('share-link').inputValue();
  await inFreshProfile({ hash: link.slice(link.indexOf('#')) }, async (other) => {
    await other.part('lesson-title').filter({ hasText: '两次中断' }).waitFor();
  });
  await page.raw.keyboard.press('Escape');
  await page.raw.keyboard.press('PageDown');
  await there('notes-title', '门何时关上？');
  await page.part('language').selectOption('en');
  await says(page, 'lesson-title', 'When does the door close?');
  await there('notes-title', 'When does the door close?');
  assert.doesNotMatch(await notes.locator('main').innerText(), CHINESE);
});

pageTest('the gallery has lessons and scenes in Chinese', { locale: 'zh-CN' }, async (page) => {
  await gallery(page);
  const cards = page.raw.locator('dialog .card');
  const said = await cards.evaluateAll((all) =>
    all.map((card) => [...card.querySelectorAll('h3, p')].map((part) => part.innerText)));
  assert.ok(said.length > 40, `${said.length} cards`);
  assert.deepEqual(said.filter((parts) => parts.some((text) => !CHINESE.test(text))), []);
  await page.part('gallery-search').fill('脑裂');
  await says(page, 'gallery-found', '2');
});

pageTest('a remote presents: full screen, blank, back and forth', { hash: LESSON }, async (page) => {
  const keys = page.raw.keyboard;
  await says(page, 'lesson-title', 'Two outages');
  await keys.press('F5');
  await laidOut(page, 'lesson present');
  assert.equal(await page.raw.evaluate(() => document.documentElement.dataset.theme), 'projector');
  await nothingWrong(page);
  await keys.press('b');
  await laidOut(page, 'lesson present blank');
  await keys.press('.');
  await laidOut(page, 'lesson present');
  await keys.press('PageDown');
  await page.part('lesson-verdict').waitFor();
  await keys.press('Escape');
  await laidOut(page, 'lesson');
  assert.equal(await page.raw.evaluate(() => document.documentElement.dataset.theme), 'light');
});

pageTest('a scene is presented without a lesson', {}, async (page) => {
  await page.pause();
  await page.part('present-page').click();
  await laidOut(page, 'present');
  const before = await page.clock();
  await page.raw.keyboard.press('PageDown');
  await page.textAfter('clock', before);
  await page.raw.keyboard.press('Escape');
  await laidOut(page, '');
});

pageTest('the QR code is the link that is shown', { hash: LESSON }, async (page) => {
  await says(page, 'lesson-title', 'Two outages');
  await page.raw.getByRole('button', { name: 'Link and QR code' }).click();
  await page.part('qr').waitFor();
  await nothingWrong(page);
  await page.raw.addScriptTag({ path: qrReader });
  const [read, shown] = await page.raw.evaluate(async () => {
    const svg = document.querySelector('[data-test="qr"]').cloneNode(true);
    svg.setAttribute('width', 600);
    svg.setAttribute('height', 600);
    svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(svg.outerHTML)}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: 600, height: 600 });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, 600, 600);
    return [window.jsQR(data, 600, 600)?.data, document.getElementById('share-link').value];
  });
  assert.equal(read, shown);
  assert.equal(shown, `${settings.url}#v1;~lesson=2-partial-or-full;~step=1`);
});
