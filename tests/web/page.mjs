// The page as a person meets it: what can be seen and done, whatever the markup is.
//
// Parts are found by `data-test` only, so that a change of layout changes no test.

import { settings } from './settings.mjs';

export class Page {
  #page;
  /** What went wrong in the page since it was opened: a test that ends with any has failed. */
  troubles = [];
  /** Requests without an answer so far. */
  #waits = new Set();

  /**
   * Opens the page in a profile of its own, so nothing is remembered from another test.
   *
   * `hash` is the fragment with its `#`; `more` goes to Playwright's newContext.
   */
  static async open(browser, { hash = '', ...more } = {}) {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'no-preference',
      // Each page would keep a copy of itself; what it keeps is a test of its own.
      serviceWorkers: 'block',
      ...more,
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], {
      origin: new URL(settings.url).origin,
    });
    const opened = new Page();
    context.setDefaultTimeout(10_000);
    opened.#page = await context.newPage();
    opened.#watch();
    await opened.#page.goto(settings.url + hash);
    // It takes a second; a machine that others use may stand still for longer than a click waits.
    const verdict = opened.part('verdict').filter({ hasText: /\S/ });
    await verdict.waitFor({ timeout: 30_000 }).catch((error) => {
      const waits = [...opened.#waits].join(', ') || 'nothing';
      const said = opened.troubles.join('; ') || 'nothing';
      throw new Error(`the page did not open; it waits for ${waits} and said ${said}`, { cause: error });
    });
    return opened;
  }

  #watch() {
    const own = new URL(settings.url).origin;
    this.#page.on('pageerror', (error) => this.troubles.push(`error: ${error.message}`));
    this.#page.on('console', (message) => {
      if (message.type() === 'error') this.troubles.push(`console: ${message.text()}`);
    });
    this.#page.on('requestfinished', (request) => this.#waits.delete(request.url()));
    this.#page.on('requestfailed', (request) => {
      this.#waits.delete(request.url());
      this.troubles.push(`failed: ${request.url()}`);
    });
    this.#page.on('request', (request) => {
      this.#waits.add(request.url());
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== own) {
        this.troubles.push(`asked another host: ${url.origin}`);
      }
    });
  }

  close() {
    return this.#page.context().close();
  }

  /** For what only one test needs. */
  get raw() {
    return this.#page;
  }

  part(name) {
    return this.#page.locator(`[data-test="${name}"]`).first();
  }

  async text(name) {
    return (await this.part(name).innerText()).replace(/\s+/g, ' ').trim();
  }

  verdict() {
    return this.text('verdict');
  }

  clock() {
    return this.text('clock');
  }

  /** Waits until a part says something else than before, and gives what it says then. */
  async textAfter(name, before) {
    const squeeze = { name, before };
    await this.#page.waitForFunction(({ name, before }) => {
      const part = document.querySelector(`[data-test="${name}"]`);
      return part && part.innerText.replace(/\s+/g, ' ').trim() !== before;
    }, squeeze);
    return this.text(name);
  }

  /** Brings a part into sight, opening the tab it is on if need be. */
  async reveal(name, tab) {
    const part = this.part(name);
    if (!(await part.isVisible())) {
      await this.#page.getByRole('tab', { name: tab }).first().click();
      await part.waitFor();
    }
    await part.scrollIntoViewIfNeeded();
    return part;
  }

  async paste(text) {
    const area = await this.reveal('paste', /paste/i);
    await area.focus();
    await this.#page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await this.#page.keyboard.press('ControlOrMeta+A');
    await this.#page.keyboard.press('ControlOrMeta+V');
  }

  /**
   * Drags a slider's thumb to a share of its width and calls `during` before letting go.
   */
  async drag(name, share, during = async () => {}) {
    const slider = await this.reveal(name, /tune/i);
    const box = await slider.boundingBox();
    const now = await slider.evaluate((input) => {
      const [min, max] = [Number(input.min || 0), Number(input.max || 100)];
      return (input.valueAsNumber - min) / (max - min);
    });
    // The thumb's middle stays half a thumb away from both ends.
    const thumb = 16;
    const x = (at) => box.x + thumb / 2 + at * (box.width - thumb);
    const y = box.y + box.height / 2;
    await this.#page.mouse.move(x(now), y);
    await this.#page.mouse.down();
    await this.#page.mouse.move(x((now + share) / 2), y, { steps: 5 });
    await this.#page.mouse.move(x(share), y, { steps: 5 });
    await during();
    await this.#page.mouse.up();
  }

  /**
   * Moves a slider step by step and says how many milliseconds each took, from the input event to
   * the end of its handlers. `value` is given the number of the step and the ends of the slider.
   */
  async timedSteps(name, steps, value) {
    const slider = await this.reveal(name, /tune/i);
    const ends = await slider.evaluate((i) => [Number(i.min || 0), Number(i.max || 100)]);
    const values = Array.from({ length: steps }, (_, step) => String(value(step, ...ends)));
    return slider.evaluate(async (input, values) => {
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
      const times = [];
      for (const value of values) {
        await new Promise(requestAnimationFrame);
        set.call(input, value);
        const start = performance.now();
        input.dispatchEvent(new Event('input', { bubbles: true }));
        // Yew renders in a microtask; a message comes after all of them.
        await new Promise((done) => {
          const channel = new MessageChannel();
          channel.port1.onmessage = done;
          channel.port2.postMessage(null);
        });
        times.push(performance.now() - start);
      }
      return times;
    }, values);
  }

  /** Lets the page draw so many frames. */
  frames(count) {
    return this.#page.evaluate(async (count) => {
      for (let i = 0; i < count; i += 1) await new Promise(requestAnimationFrame);
    }, count);
  }

  /** Whether time moves by itself. */
  async isPlaying() {
    const before = await this.clock();
    await this.frames(30);
    return (await this.clock()) !== before;
  }

  async pause() {
    if (await this.isPlaying()) await this.part('play').click();
  }

  /** Puts a theme on: light, dark or projector. */
  async wear(theme) {
    const worn = () => this.#page.evaluate(() => document.documentElement.dataset.theme);
    for (let press = 0; press < 3 && (await worn()) !== theme; press += 1) {
      await this.part('theme').click();
      await this.frames(3);
    }
    if ((await worn()) !== theme) throw new Error(`there is no theme ${theme}`);
  }

  async scrubTo(key) {
    const scrub = this.part('scrub');
    await scrub.focus();
    await scrub.press(key);
    await this.frames(2);
    return { clock: await this.clock(), narration: await this.text('narration') };
  }

  /** The link of what is shown now. */
  async link() {
    if ((await this.part('link').count()) === 0) await this.part('share').click();
    return this.part('link').inputValue();
  }

  /** How light the page's background is, 0 to 255. */
  brightness() {
    return this.#page.evaluate(() => {
      const colour = (element) => getComputedStyle(element).backgroundColor.match(/[\d.]+/g).map(Number);
      const seen = [document.body, document.documentElement].map(colour);
      const opaque = seen.find((parts) => parts.length < 4 || parts[3] > 0) ?? [255, 255, 255];
      return (opaque[0] + opaque[1] + opaque[2]) / 3;
    });
  }

  /** How many different colours a canvas shows: one means nothing was drawn. */
  colours(name) {
    return this.part(name).evaluate((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
  }

  /** What the engine in the page makes of a scenario. */
  async digest(text) {
    return (await this.engine('digest', text))[0][0];
  }

  /** Asks the page's second module, which runs in a worker as it does for the page. */
  engine(job, ...asked) {
    return this.#page.evaluate(async ([job, asked]) => {
      if (!window.engine) {
        const folder = document.baseURI.split('#')[0].replace(/[^/]*$/, '');
        const script = `importScripts('${folder}stormglass-aside.js');
          wasm_bindgen('${folder}stormglass-aside_bg.wasm')`;
        const worker = new Worker(URL.createObjectURL(new Blob([script])));
        await new Promise((ready) => (worker.onmessage = ready));
        window.engine = (job, asked) =>
          new Promise((done) => {
            worker.onmessage = ({ data: [, share, rows] }) => share === 1 && done(rows);
            worker.postMessage([1, job, ...asked]);
          });
      }
      return window.engine(job, asked);
    }, [job, asked]);
  }
}
