// The page inside another one: what the two windows say to each other. See docs/embedding.md.
//
// Only the window that holds the page is listened to. Until it has said something it hears nothing
// but that the page is ready; from then on answers and events go to its origin alone.

(() => {
  'use strict';
  const API = 1;
  const ORDERS = ['load', 'play', 'pause', 'seek', 'speed', 'theme'];
  const { call, version } = window.__stormglass;
  const text = (id) => call('text', id);
  const host = window.parent;
  const told = { second: -1, playing: null, event: -1, verdict: '', wrong: '' };
  // A host without an origin (a file, a sandbox) can only be reached by every origin.
  let origin = null;

  const say = (event, more = {}) => {
    host.postMessage({ stormglass: API, event, ...more }, origin === 'null' ? '*' : origin);
  };

  const words = () => {
    const [verdict, latest, wrong] = call('told', '');
    if (wrong !== told.wrong && wrong) say('error', { says: wrong });
    if (verdict !== told.verdict) say('verdict', { says: verdict });
    Object.assign(told, { verdict, wrong });
    return latest;
  };

  const watch = () => {
    const [seconds, end, playing, event] = call('shown', '');
    if (seconds !== told.second || playing !== told.playing) {
      say('moment', { seconds, end, playing });
      const latest = words();
      if (event !== told.event && event >= 0) say('event', { seconds, says: latest });
    }
    Object.assign(told, { second: seconds, playing, event });
  };

  const heard = (message) => {
    const order = message.data;
    if (message.source !== host || order?.stormglass === undefined) return;
    const first = origin === null;
    origin = message.origin;
    if (order.stormglass !== API) {
      say('error', { id: order.id, says: text('page-api-version') });
    } else if (order.do === 'hello' || ORDERS.includes(order.do) && call(order.do, String(order.value ?? ''))) {
      // What was asked for is shown a moment later; then it is true.
      setTimeout(() => {
        watch();
        words();
        say('done', { id: order.id, do: order.do });
      }, 30);
    } else {
      say('error', { id: order.id, says: text('page-api-unknown') });
    }
    if (first) setInterval(watch, 100);
  };

  const openFull = () => {
    const link = document.createElement('a');
    const address = () => `${location.href.split('#')[0]}#${call('link', call('shown', '')[2] ? '  play' : '')}`;
    Object.assign(link, { className: 'open-full', target: '_blank', rel: 'noopener', href: address() });
    link.dataset.test = 'open-full';
    const say = () => (link.textContent = text('page-embed-open'));
    say();
    document.addEventListener('stormglass-words', say);
    // What is shown has changed since, perhaps.
    for (const event of ['pointerdown', 'focus']) link.addEventListener(event, () => (link.href = address()));
    document.body.append(link);
  };

  openFull();
  if (host !== window) {
    addEventListener('message', heard);
    host.postMessage({ stormglass: API, event: 'ready', version }, '*');
  }
})();
