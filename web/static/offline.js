// Keeps the page for when there is no network, says which version is shown, and offers a new one.

(() => {
  'use strict';
  const { call, version } = window.__stormglass;
  const text = (id) => call('text', id);
  const place = document.createElement('footer');
  place.className = 'about';
  place.dataset.test = 'about';
  const kept = document.createElement('span');
  kept.dataset.test = 'offline';
  kept.setAttribute('role', 'status');
  place.append(`${text('page-title')} ${version} · `, kept);
  document.body.append(place);
  const state = (id) => (kept.textContent = text(id));

  const offer = (waiting) => {
    if (document.querySelector('[data-test="update"]')) return;
    const notice = document.createElement('section');
    notice.className = 'notice update';
    notice.dataset.test = 'update';
    notice.setAttribute('role', 'alert');
    const said = document.createElement('p');
    said.textContent = text('page-update-ready');
    const reload = document.createElement('button');
    reload.textContent = text('page-update-reload');
    reload.addEventListener('click', () => {
      // The new version takes over, and the page comes back with it; the link brings back the rest.
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      waiting.postMessage('take over');
    });
    const later = document.createElement('button');
    later.textContent = text('page-dismiss');
    later.addEventListener('click', () => notice.remove());
    notice.append(said, reload, ' ', later);
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
    const registration = await navigator.serviceWorker.register('sw.js', { updateViaCache: 'none' });
    const now = registration.waiting ?? registration.installing ?? registration.active;
    if (now) follow(now);
    registration.addEventListener('updatefound', () => registration.installing && follow(registration.installing));
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
