// What this device shows outside the page: notices of the operating system, and the number on the application's icon. Never a
// name, a title or a text of a message. It answers requests as a server would: GET notices (may they be shown?), PUT notices
// (asks), POST notices (shows one), DELETE notices (closes all), PUT notices/badge.
/* global notices, shared_stream */
mergeInto(LibraryManager.library, {
  $createNotices__deps: ['$shared_stream'],
  $createNotices: function () {
    const kInSight = 'spico-in-sight';
    const shown = new Set();
    let is_refused = false;   // the browser has them, and lets no page show one by itself
    let stop_holding = null;  // as long as somebody looks at this page
    let times_closed = 0;

    // Every page that somebody looks at holds a shared lock: what is seen there needs no notice.
    function note_sight() {
      const is_looked_at = !document.hidden && document.hasFocus();
      if (!navigator.locks || is_looked_at === (stop_holding !== null)) return;
      if (stop_holding) {
        stop_holding();
        stop_holding = null;
        return;
      }
      const over = new Promise((resolve) => { stop_holding = resolve; });
      navigator.locks.request(kInSight, { mode: 'shared' }, () => over).catch(() => undefined);
    }

    async function is_seen() {
      note_sight();
      if (!navigator.locks) return !document.hidden && document.hasFocus();
      const state = await navigator.locks.query();
      return state.held.concat(state.pending).some((lock) => lock.name === kInSight);
    }

    // Browsers of phones say «granted» all the same; only a service worker could show one there.
    function is_of_phone() {
      return /Android/.test(navigator.userAgent) || Boolean(navigator.userAgentData && navigator.userAgentData.mobile);
    }

    function permission() {
      return is_refused || is_of_phone() || typeof Notification !== 'function' ? 'missing' : Notification.permission;
    }

    async function ask() {
      if (permission() === 'default') await Notification.requestPermission();
    }

    // One for all tabs: the tab that reads the stream of changes shows it.
    async function show(wish) {
      const times = times_closed;
      if (permission() !== 'granted' || !shared_stream.is_read_here() || await is_seen() || times !== times_closed) return;
      try {
        const notice = new Notification('SPICO', { body: wish.text, tag: 'spico-' + wish.tag, lang: document.documentElement.lang });
        shown.add(notice);
        notice.onclose = () => shown.delete(notice);
        notice.onclick = () => {
          window.focus();
          notice.close();
          location.hash = wish.address;
        };
      } catch (refused) {
        is_refused = true;
      }
    }

    function show_badge(count) {
      const name = count > 0 ? 'setAppBadge' : 'clearAppBadge';
      if (navigator[name]) navigator[name](count > 0 ? count : undefined).catch(() => undefined);
    }

    function close() {
      times_closed += 1;
      shown.forEach((notice) => notice.close());
      shown.clear();
    }

    function leave() {
      close();
      show_badge(0);
    }

    async function answer(method, path, body) {
      const wish = body ? JSON.parse(new TextDecoder().decode(body)) : {};
      if (path === 'notices/badge') show_badge(wish.count);
      else if (method === 'PUT') await ask();
      else if (method === 'POST') await show(wish);
      else if (method === 'DELETE') close();
      return new Response(JSON.stringify({ permission: permission() }));
    }

    window.addEventListener('focus', note_sight);
    window.addEventListener('blur', note_sight);
    document.addEventListener('visibilitychange', note_sight);
    note_sight();
    return { answer, close, leave };
  },
  $notices: '=createNotices()',
  $notices__deps: ['$createNotices'],
});
