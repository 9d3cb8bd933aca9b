// Fetches the texts of the page while its program is on the way.
//
// `stormglass-texts` puts this into the page's head, and into the template of the page as one file,
// with the files' names in place of FILES. In one file the texts have addresses of their own.
window.stormglassTexts = ((files) => {
  const tags = Object.keys(files).filter((name) => !name.endsWith('-more')).map((name) => name.slice(5));
  // As `stormglass_text::negotiate`.
  const known = (wanted) => {
    const tag = wanted.toLowerCase();
    return tags.find((tag_) => tag_.toLowerCase() === tag) ??
      tags.find((tag_) => tag_.split('-')[0] === tag.split(/[-_.]/)[0]);
  };
  const stored = () => {
    try {
      return localStorage.getItem('stormglass-language');
    } catch {
      return null;
    }
  };
  const linked = /[;#]~lang=([\w-]+)/.exec(location.hash)?.[1];
  const wanted = [linked, stored(), ...(navigator.languages ?? [])].filter(Boolean);
  const language = wanted.map(known).find(Boolean) ?? 'en';
  document.documentElement.lang = language;

  const get = async (name) => {
    const answer = await fetch(window.__stormglassParts?.[`${name}.txt`] ?? files[name]);
    if (!answer.ok) throw new Error(`${files[name]}: ${answer.status}`);
    return answer.text();
  };
  // Without its texts the page cannot say that they are missing: this does, in every language.
  const troubled = () =>
    new Promise((again) => {
      const place = document.getElementById('app') ?? document.body;
      place.innerHTML = '<div class="broke" role="alert">' +
        '<p>The texts of this page could not be fetched. Is the network there?</p>' +
        '<p lang="zh-Hans">无法取得本页的文字。请检查网络。</p>' +
        '<button>Try again / <span lang="zh-Hans">重试</span></button></div>';
      place.querySelector('button').onclick = () => {
        place.textContent = '';
        again();
      };
    });
  const first = async () => {
    for (;;) {
      try {
        return await get(`text-${language}`);
      } catch {
        await troubled();
      }
    }
  };
  return { language, get, first: first() };
})(FILES);
