// The page around the two faces: address, cover, tabs of this browser, leaving. For Platform through WebPage.
/* global border, http, live, loop, notices, page, _wasm_on_location, _wasm_on_message, _wasm_on_wake */
mergeInto(LibraryManager.library, {
  $createPage__deps: ['$border', '$loop', '$http', '$live', '$notices'],
  $createPage: function () {
    const kWake = { visible: 1, hidden: 2, focus: 3, online: 4, offline: 5, resume: 6, blur: 7, print: 8, printed: 9, rest: 10, no_rest: 11 };
    const kLetters = 75;  // of a line on paper, with room to spare
    const root = document.documentElement;
    const stage = document.getElementById('stage');
    const channel = new BroadcastChannel('spico');
    const kiosk = root.hasAttribute('data-kiosk');
    let mirror = null;
    let input = null;
    let fragment = location.hash;
    let other_tabs = true;  // until the browser says there are none
    let leaving = false;
    let focused = document.body;  // when the cover came
    let epoch = read_epoch();

    // ---- cover ----

    // No session is open while a password can be typed: there is nothing to hide, and nobody to take the cover away.
    function may_show_data() {
      return document.querySelector('#overlay input[type=password], #overlay [data-adopt="signin.form"]') === null;
    }

    // What is covered is out of reach of a screen reader too. The focus, which inert takes away, comes back.
    function cover(covered) {
      if (covered === root.classList.contains('covered')) return;
      root.classList.toggle('covered', covered);
      if (covered) focused = document.activeElement;
      stage.inert = covered;
      if (!covered && document.activeElement === document.body && focused !== document.body) focused.focus({ preventScroll: true });
    }

    function cover_data() {
      if (may_show_data()) cover(true);
    }

    // ---- clocks may have moved: C++ compares them before it draws ----

    function wake(what) {
      notice_sign_out();
      border.enter(() => _wasm_on_wake(what));
    }

    function on_visibility_change() {
      if (document.hidden) {
        cover_data();
        count_tabs();
      } else {
        if (!may_show_data()) cover(false);
        input.tell_all_fields();
        if (kiosk) keep_screen_awake();
      }
      loop.on_visibility_change();
      wake(document.hidden ? kWake.hidden : kWake.visible);
    }

    function on_focus() {
      input.tell_all_fields();
      wake(kWake.focus);
    }

    function on_blur() {
      if (kiosk) cover_data();
      wake(kWake.blur);
    }

    // What paper says of itself stands on each page: in its margin, or, where an engine has no boxes there, as the head of a table.
    function heads_of_pages() {
      const lines = Array.from(document.querySelectorAll('#overlay div[data-look=print] > *'), (each) => each.textContent);
      if (lines.length === 0) return [];
      const height_mm = lines.reduce((sum, line) => sum + 4 * Math.ceil(line.length / kLetters), 8);
      const text = lines.join('\n').replace(/[\\"\n\r\f]/g, (each) => '\\' + each.charCodeAt(0).toString(16) + ' ');
      const on_paper = (selector, rules) => '@media print { :root #overlay ' + selector + ' { ' + rules + ' } } ';
      const sheet = new window.CSSStyleSheet();
      sheet.replaceSync('@page { margin-top: ' + height_mm + 'mm; @top-left { content: "' + text + '"; font: 9pt sans-serif; white-space: pre-wrap; } }'
        + on_paper('div[data-look=print]', 'display: none !important'));
      if (!sheet.cssRules[0].cssText.includes('@top-left')) {
        sheet.replaceSync(on_paper(':has(> div[data-look=print])', 'display: table !important; width: 100% !important')
          + on_paper('div[data-look=print]', 'display: table-header-group !important') + on_paper('div[data-look=print] > *', 'width: auto !important'));
      }
      return [sheet];
    }

    // Lists are on the page as a whole while it is printed. Both events come before the next animation frame.
    function on_print(what) {
      input.set_printing(what === kWake.print);
      wake(what);
      loop.run_frame();
      document.adoptedStyleSheets = what === kWake.print ? heads_of_pages() : [];
    }

    function on_page_hide() {
      cover_data();
      notices.close();
      if (!other_tabs && !leaving && may_show_data()) {
        // The server ends the session if no page of it is heard of again.
        fetch('/api/session/leaving', { method: 'POST', headers: { 'X-Spico': '1', 'Content-Type': 'application/json' }, body: '{}',
          credentials: 'same-origin', keepalive: true }).catch(() => undefined);
      }
      channel.postMessage({ tab: 'gone' });
    }

    // A page taken out of the browser's memory may show what another person must not see.
    function on_page_show(event) {
      if (!event.persisted) return;
      blank();
      location.reload();
    }

    // ---- tabs ----

    // Every tab holds the shared lock «spico»: who alone holds it is the last.
    async function count_tabs() {
      if (!navigator.locks) return;
      const state = await navigator.locks.query();
      other_tabs = state.held.filter((lock) => lock.name === 'spico').length > 1;
    }

    function hold_lock() {
      if (navigator.locks) navigator.locks.request('spico', { mode: 'shared' }, () => new Promise(() => count_tabs()));
    }

    function on_channel(event) {
      if (typeof event.data === 'string') {
        tell_message(event.data);
      } else {
        other_tabs = true;
        setTimeout(count_tabs, 1000);
      }
    }

    function tell_message(text) {
      border.enter(() => {
        const given = border.give_text(text);
        _wasm_on_message(given.pointer, given.length);
      });
    }

    // Frozen tabs miss messages; the number that a sign-out leaves in localStorage is still there when they wake.
    function read_epoch() {
      try {
        return localStorage.getItem('spico.epoch');
      } catch (refused) {
        return null;
      }
    }

    function notice_sign_out() {
      const now = read_epoch();
      if (now === epoch) return;
      epoch = now;
      tell_message('signed_out');
    }

    // ---- address ----

    function address_of(wanted_fragment) {
      const switches = new URLSearchParams();
      if (kiosk) switches.set('kiosque', '');
      if (Module['spico'].html_asked) switches.set('html', '1');
      const query = switches.toString().replace('kiosque=', 'kiosque');
      return '/' + (query ? '?' + query : '') + wanted_fragment;
    }

    function set_location(wanted, replaces) {
      fragment = wanted;
      if (location.hash === wanted && !replaces) return;
      if (replaces) history.replaceState(null, '', address_of(wanted));
      else history.pushState(null, '', address_of(wanted));
    }

    // Back and forward raise both events; an edited address may raise only one.
    function on_location() {
      if (location.hash === fragment) return;
      fragment = location.hash;
      loop.report(() => {
        const given = border.give_text(fragment);
        _wasm_on_location(given.pointer, given.length);
      });
    }

    // ---- leaving ----

    function blank() {
      cover(true);
      loop.stop();
      http.cancel_all();
      border.stop();
      live.clear();
      notices.leave();
      if (mirror) mirror.clear();
      stage.querySelectorAll('canvas').forEach((each) => { each.remove(); });
      document.title = 'SPICO';
    }

    // A new document drops this memory; what the browser keeps of the old one is made of zeros.
    function leave(wanted) {
      leaving = true;
      hold(false);
      if (wanted !== null) history.replaceState(null, '', address_of(wanted));
      blank();
      Promise.resolve().then(() => {
        HEAPU8.fill(0);
        location.reload();
      });
    }

    async function keep_screen_awake() {
      if (!navigator.wakeLock) return;
      try {
        await navigator.wakeLock.request('screen');
      } catch (refused) { /* battery saver: the screen may sleep */ }
    }

    function go_full_screen() {
      const done = root.requestFullscreen && root.requestFullscreen();
      if (done) done.catch(() => undefined);  // refused without a recent press: the button stays there
    }

    // Kept in pieces until the last one has come, then handed to the browser's downloads.
    let pieces = [];
    function save_file(name, piece, is_last) {
      pieces.push(piece);
      if (!is_last) return;
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(pieces, { type: 'text/csv;charset=utf-8' }));
      link.download = name;
      pieces = [];
      setTimeout(() => {
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      }, 0);
    }

    // The part of the module that nobody needs at once.
    function load_rest() {
      loop.set_idle(false);
      Module['spico'].load_rest().then(() => wake(kWake.rest), () => wake(kWake.no_rest));
    }

    // Something is not sent yet: the browser asks before the page goes.
    function ask_before_leaving(event) {
      event.preventDefault();
      event.returnValue = '';
    }
    function hold(is_held) {
      const change = is_held ? window.addEventListener : window.removeEventListener;
      change.call(window, 'beforeunload', ask_before_leaving);
    }

    // By PageAct. Printing runs a frame, so it waits until this one is over.
    const acts = [go_full_screen, () => setTimeout(() => print(), 0), load_rest, () => hold(true), () => hold(false)];

    function listen(the_mirror, the_input) {
      mirror = the_mirror;
      input = the_input;
      document.addEventListener('visibilitychange', on_visibility_change);
      document.addEventListener('freeze', () => wake(kWake.hidden));
      document.addEventListener('resume', () => wake(kWake.resume));
      window.addEventListener('pageshow', on_page_show);
      window.addEventListener('pagehide', on_page_hide);
      window.addEventListener('beforeprint', () => on_print(kWake.print));
      window.addEventListener('afterprint', () => on_print(kWake.printed));
      window.addEventListener('focus', on_focus);
      window.addEventListener('blur', on_blur);
      window.addEventListener('online', () => wake(kWake.online));
      window.addEventListener('offline', () => wake(kWake.offline));
      window.addEventListener('popstate', on_location);
      window.addEventListener('hashchange', on_location);
      window.addEventListener('storage', notice_sign_out);
      channel.addEventListener('message', on_channel);
      channel.postMessage({ tab: 'new' });
      hold_lock();
      if (kiosk) keep_screen_awake();
    }

    return { listen, cover, set_location, leave, perform: (act) => acts[act](), save_file, broadcast: (text) => channel.postMessage(text) };
  },
  $page: '=createPage()',
  $page__deps: ['$createPage'],

  js_set_location__deps: ['$page', '$border'],
  js_set_location: function (text, length, replaces) { page.set_location(border.text(text, length), replaces !== 0); },
  js_cover__deps: ['$page'],
  js_cover: function (covered) { page.cover(covered !== 0); },
  js_perform__deps: ['$page'],
  js_perform: function (act) { page.perform(act); },
  js_save_file__deps: ['$page', '$border'],
  js_save_file: function (name, name_length, piece, piece_length, is_last) {
    page.save_file(border.text(name, name_length), HEAPU8.slice(piece, piece + piece_length), is_last !== 0);
  },
  js_leave__deps: ['$page', '$border'],
  js_leave: function (text, length) { page.leave(text === 0 ? null : border.text(text, length)); },
  js_broadcast__deps: ['$page', '$border'],
  js_broadcast: function (text, length) { page.broadcast(border.text(text, length)); },
});
