// Makes the markup that shows this scene in another page, with a preview of just that.

(() => {
  'use strict';
  const { call } = window.__stormglass;
  const text = (id) => call('text', `page-embed-${id}`);
  const make = (tag, properties = {}, ...inside) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  };
  const named = (name, element) => {
    element.dataset.test = `embed-${name}`;
    return element;
  };
  const select = (name, choices) => named(name, make('select', {}, ...choices.map(([value, label]) =>
    make('option', { value, textContent: label }))));
  const number = (name, value, min) => named(name, make('input', { type: 'number', value, min, max: 4000, step: 10 }));
  const tick = (name) => named(name, make('input', { type: 'checkbox' }));
  const row = (id, element) => make('label', {}, make('span', { textContent: text(id) }), element);

  const style = `
    .generator { width: min(1100px, 94vw); max-height: 94vh; padding: 18px 22px; border: 1px solid var(--line);
      border-radius: 8px; background: var(--card); color: var(--ink); }
    .generator::backdrop { background: rgb(0 0 0 / .45); }
    .generator h2 { font-size: 16px; color: inherit; margin: 0 0 10px; }
    .generator .fields { display: flex; flex-wrap: wrap; gap: 10px 16px; align-items: end; }
    .generator label { display: flex; flex-direction: column; gap: 3px; font-size: 12px; }
    .generator input[type="number"] { width: 6.5em; padding: 4px 8px; min-height: 30px;
      border: 1px solid var(--line); border-radius: 6px; background: transparent; }
    .generator input[type="checkbox"] { width: 20px; height: 20px; margin: 5px 0; }
    .generator textarea { width: 100%; min-height: 92px; margin: 12px 0 6px; padding: 8px; border-radius: 6px;
      border: 1px solid var(--line); background: transparent; white-space: pre-wrap; word-break: break-all; }
    .generator .preview { overflow: auto; border: 1px dashed var(--line); margin-top: 10px; }
    .generator .preview iframe { display: block; }`;

  const what = select('what', [['transport', text('transport')], ['picture', text('picture')], ['full', text('full')]]);
  const theme = select('theme', ['system', 'light', 'dark', 'projector'].map((word) => [word, text(word)]));
  const [width, height] = [number('width', 760, 280), number('height', 860, 200)];
  const [autoplay, sandbox] = [tick('autoplay'), tick('sandbox')];
  const code = named('code', make('textarea', { readOnly: true, spellcheck: false }));
  code.setAttribute('aria-label', text('code'));
  const preview = make('div', { className: 'preview' });
  const heights = { picture: 800, transport: 860, full: 1000 };

  const frame = () => {
    const address = location.href.split('#')[0];
    const element = make('iframe', {
      src: `${address}#${call('link', `${what.value} ${theme.value} ${autoplay.checked ? 'play' : ''}`)}`,
      width: width.value,
      height: height.value,
      title: text('title'),
    });
    element.style.border = '0';
    element.setAttribute('loading', 'lazy');
    if (sandbox.checked) element.setAttribute('sandbox', 'allow-scripts allow-popups');
    return element;
  };

  const show = () => {
    const element = frame();
    code.value = element.outerHTML;
    preview.replaceChildren(element);
  };

  const dialog = named('dialog', make('dialog', { className: 'generator' }));
  dialog.setAttribute('aria-label', text('heading'));
  const copy = named('copy', make('button', { textContent: text('copy') }));
  copy.addEventListener('click', async () => {
    code.select();
    // Without permission it stays selected.
    await navigator.clipboard?.writeText(code.value).then(() => (copy.textContent = call('text', 'page-copied')), () => {});
  });
  const close = named('close', make('button', { textContent: text('close') }));
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  what.addEventListener('change', () => (height.value = heights[what.value]));
  dialog.addEventListener('change', () => {
    copy.textContent = text('copy');
    show();
  });
  height.value = heights.transport;
  dialog.append(
    make('style', { textContent: style }),
    make('h2', { textContent: text('heading') }),
    make('div', { className: 'fields' },
      row('what', what), row('width', width), row('height', height), row('theme', theme),
      row('autoplay', autoplay), row('sandbox', sandbox)),
    code,
    make('div', { className: 'fields' }, copy, close),
    make('p', { className: 'hint', textContent: text('hint') }),
    preview,
  );
  document.body.append(dialog);
  show();
  dialog.showModal();
})();
