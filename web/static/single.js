// Saves the page with what is shown as one file, which opens from a disk without a network.

(async () => {
  'use strict';
  const { call } = window.__stormglass;
  const file = (name) => fetch(window.__stormglassParts?.[name] ?? name);

  const packed = async (response) => {
    const stream = (await response.blob()).stream().pipeThrough(new CompressionStream('gzip'));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 32768) {
      text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    }
    return btoa(text);
  };

  // What this page consists of: in one file already, or beside it.
  const contents = async () => {
    const inside = document.getElementById('stormglass-parts');
    if (inside) {
      return [document.getElementById('stormglass-style').textContent, inside.textContent];
    }
    const { style, parts } = await (await file('files.json')).json();
    const all = Object.entries(parts).map(async ([name, path]) => [name, await packed(await file(path))]);
    return [await (await file(style)).text(), JSON.stringify(Object.fromEntries(await Promise.all(all)))];
  };

  const [template, [style, parts]] = await Promise.all([
    file('single.html').then((answer) => answer.text()),
    contents(),
  ]);
  const start = JSON.stringify(call('link', call('shown', '')[2] ? '  play' : '')).replaceAll('<', '\\u003c');
  const gaps = { style, parts, start };
  const text = template.replace(/@(style|parts|start)@/g, (_, name) => gaps[name]);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/html' }));
  link.download = 'stormglass.html';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
})();
