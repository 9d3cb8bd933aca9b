// A server in front of the built page, on an origin of its own: it can add files and change some.

import { createServer } from 'node:http';
import { settings } from './settings.mjs';

const KINDS = { html: 'text/html', js: 'text/javascript', css: 'text/css', wasm: 'application/wasm' };

/**
 * `files` are served by path; `edit(path, text)` may change what the page's own scripts say. Both may
 * be changed while it serves.
 */
export async function front({ files = {}, edit = (_path, text) => text } = {}) {
  const self = { files, edit };
  const server = createServer(async (request, response) => {
    const path = request.url.split(/[?#]/)[0].slice(1);
    const kind = KINDS[path.split('.').pop() || 'html'] ?? 'application/octet-stream';
    // As a host of static pages does, so that a frame without an origin may read it.
    const headers = { 'Content-Type': kind, 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-store' };
    if (path === 'favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    if (self.files[path] !== undefined) {
      response.writeHead(200, headers).end(self.files[path]);
      return;
    }
    const answer = await fetch(new URL(path, settings.url));
    const bytes = Buffer.from(await answer.arrayBuffer());
    const text = kind === 'text/javascript';
    headers['Content-Type'] = answer.headers.get('content-type') ?? kind;
    response.writeHead(answer.status, headers).end(text ? self.edit(path, bytes.toString()) : bytes);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  // A test that fails before it closes this does not keep the suite waiting.
  server.unref();
  self.url = `http://127.0.0.1:${server.address().port}/`;
  self.close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return self;
}
