// Keeps the page for when there is no network, says which version is shown, and offers a new one.

(() => {
  'use strict';
  const { call, version } = window.__stormglass;
  const text = (id) => call('text', id);
  // What is said is said again when the language changes, or its words arrive.
  const said = [];
  const say = (element, id) => {
    const place = said.find((one) => one.element === element);
    if (place) place.id = id;
    else said.push({ element, id });
    element.textContent = text(id);
  };
  document.addEventListener('stormglass-words', () => said.forEach(({ element, id }) => say(element, id)));
  const place = document.createElement('footer');
  place.className = 'about';
  place.dataset.test = 'about';
  const kept = document.createElement('span');
  kept.dataset.test = 'offline';
  kept.setAttribute('role', 'status');
  place.append(`${text('page-title')} ${version} · `, kept);
  // The guide stands beside the page; beside a page that is one file stands nothing.
  if (!window.__stormglassParts) {
    const guide = document.createElement('a');
    guide.href = 'guide/index.html';
    guide.target = '_blank';
    guide.dataset.test = 'guide';
    say(guide, 'page-guide');
    place.append(' · ', guide);
  }
  document.body.append(place);
  const state = (id) => say(kept, id);

  let asked = false;
  const offer = (waiting) => {
    if (document.querySelector('[data-test="update"]')) return;
    const notice = document.createElement('section');
    notice.className = 'notice update';
    notice.dataset.test = 'update';
    notice.setAttribute('role', 'alert');
    const news = document.createElement('p');
    say(news, 'page-update-ready');
    const reload = document.createElement('button');
    say(reload, 'page-update-reload');
    reload.addEventListener('click', () => {
      // The new version takes over, and the page comes back with it; the link brings back the rest.
      asked = true;
      // Where another window was quicker, it has taken over already, and will not do it again.
      if (waiting?.state === 'installed') waiting.postMessage('take over');
      else location.reload();
    });
    const later = document.createElement('button');
    say(later, 'page-dismiss');
    later.addEventListener('click', () => notice.remove());
    notice.append(news, reload, ' ', later);
    document.body.prepend(notice);
  };

  const follow = (worker) => {
    const look = () => {
      if (worker.state === 'activated') state('page-offline-ready');
      if (worker.state === 'installed' && navigator.serviceWorker.controller) offer(worker);
    };
    worker.addEventListener('statechange', look);
    look();
  };

  const keep = async () => {
    let served = Boolean(navigator.serviceWorker.controller);
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      if (asked) location.reload();
      // Another window asked for it: what is fetched from now on is of the new version here too.
      else if (served) offer(null);
      served = true;
    });
    const registration = await navigator.serviceWorker.register('sw.js', { updateViaCache: 'none' });
    if (registration.active) state('page-offline-ready');
    const now = registration.waiting ?? registration.installing ?? registration.active;
    if (now) follow(now);
    registration.addEventListener('updatefound', () => registration.installing && follow(registration.installing));
    // Browsers look for a new version when it suits them; without a network there is none.
    if (registration.active) await registration.update().catch(() => {});
  };

  if (window.__stormglassParts) {
    state('page-offline-file');
  } else if (!('serviceWorker' in navigator) || !isSecureContext) {
    state('page-offline-none');
  } else {
    state('page-offline-keeping');
    keep().catch(() => state('page-offline-none'));
  }
})();
