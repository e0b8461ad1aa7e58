// Files: those that a person has chosen, known by handle, and received ones, whose small pictures the elements show. For
// lib_device.js, whose requests about them it answers, lib_elements.js and lib_input.js.
mergeInto(LibraryManager.library, {
  $createFiles: function () {
    const chosen = new Map();
    const tabs = [];  // opened by a press, their address is still asked for
    let last_handle = 0;

    // What C++ is told of them, one a line.
    function choose(files) {
      return Array.from(files, (file) => {
        chosen.set(String(++last_handle), file);
        return [last_handle, file.size, file.type, file.name.normalize('NFC').replace(/[\t\n]/g, ' ')].join('\t');
      }).join('\n');
    }

    // Without a press of this very moment the browser would keep it shut.
    function open_tab() {
      const tab = window.open('', '_blank');
      if (tab) tab.opener = null;
      tabs.push(tab);
    }

    function save(path) {
      const link = document.createElement('a');
      link.href = path;
      link.download = '';
      link.click();
    }

    // GET files/7?from=0&count=262144, DELETE files/7; PUT tab and PUT download, whose body is an address; DELETE tab.
    function answer(method, kind, name, query, body) {
      const path = body && new TextDecoder().decode(body);
      if (kind === 'download') {
        save(path);
      } else if (kind === 'tab') {
        const tab = tabs.shift();
        if (!tab) return new Response('', { status: 409 });
        if (path) tab.location.replace(new URL(path, location.href).href);
        else tab.close();
      } else if (method === 'DELETE') {
        chosen.delete(name);
      } else {
        const file = chosen.get(name);
        const from = Number(query.get('from'));
        return file ? new Response(file.slice(from, from + Number(query.get('count')))) : new Response('', { status: 404 });
      }
      return new Response('');
    }

    // ---- pictures: fetched when they come into sight, forgotten with their element ----

    const kMostTries = 5;
    const kFirstWait_ms = 2000;
    const missing = new Map();  // pictures whose fetch failed, and how often

    const sight = new IntersectionObserver((seen) => {
      seen.filter((each) => each.isIntersecting).forEach((each) => {
        sight.unobserve(each.target);
        load(each.target);
      });
    });

    // Its name stands there until it comes: tried again when the network is back, and a few times by itself when it was the server
    // that was away.
    function miss(image) {
      const tries = missing.get(image) || 0;
      missing.set(image, tries + 1);
      if (tries < kMostTries) setTimeout(() => { if (missing.get(image) === tries + 1) sight.observe(image); }, kFirstWait_ms << tries);
    }

    async function load(image) {
      const path = image.dataset.from;
      let may_come = true;
      try {
        const response = await fetch(path, { headers: { 'X-Spico': '1' }, credentials: 'same-origin', cache: 'no-store', redirect: 'error' });
        const picture = response.ok && await response.blob();
        may_come = response.status >= 500 || response.status === 429;
        if (picture && image.isConnected && image.dataset.from === path && !image.src) image.src = URL.createObjectURL(picture);
      } catch (unreachable) { /* it may come yet */ }
      if (image.dataset.from !== path) return;
      if (may_come && image.isConnected) miss(image);
      else missing.delete(image);
    }

    function forget(image) {
      sight.unobserve(image);
      missing.delete(image);
      if (image.src) URL.revokeObjectURL(image.src);
      image.removeAttribute('src');
    }

    window.addEventListener('online', () => {
      missing.forEach((tries, image) => {
        missing.set(image, 0);
        sight.observe(image);
      });
    });

    function show(image, path) {
      if (image.dataset.from === path) return;
      forget(image);
      image.dataset.from = path;
      sight.observe(image);
    }

    return { choose, open_tab, answer, show, forget };
  },
  $files: '=createFiles()',
  $files__deps: ['$createFiles'],
});
