// Keeps the page for when there is no network.
//
// Everything a version consists of is kept together, under that version's name, and served from
// there; nothing of another version is mixed in. A new version waits until the page asks it to take
// over, so that nobody loses what they are looking at.

// Filled in by the build: what this version is called, and its files.
const VERSION = '@version@';
const FILES = ['@files@'];

const SCOPE = self.registration.scope;
const OURS = `stormglass ${SCOPE} `;
const NAME = OURS + VERSION;

self.addEventListener('install', (event) => {
  const fresh = FILES.map((file) => new Request(new URL(file, SCOPE), { cache: 'reload' }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(fresh)));
});

self.addEventListener('activate', (event) => {
  const old = (name) => name.startsWith(OURS) && name !== NAME;
  const cleared = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))));
  event.waitUntil(cleared.then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data === 'take over') self.skipWaiting();
  if (event.data === 'version') event.ports[0]?.postMessage(VERSION);
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(SCOPE)) return;
  const kept = caches.open(NAME).then((cache) => cache.match(request, { ignoreSearch: true, ignoreVary: true }));
  event.respondWith(kept.then((answer) => answer ?? fetch(request)));
});
