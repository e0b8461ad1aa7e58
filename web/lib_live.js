// What is said to a screen reader without moving the focus: two regions that stand in index.html, and two in each modal
// dialog (what is outside is inert, hence silent). For lib_mirror.js.
mergeInto(LibraryManager.library, {
  $createLive: function () {
    const kPause_ms = 150;
    const kRoles = ['status', 'alert'];
    let waiting = [];
    let last_said_ms = 0;
    let timer = 0;

    function region_in(parent, channel) {
      let region = parent.querySelector(':scope > .live[role=' + kRoles[channel] + ']');
      if (!region) {
        region = document.createElement('div');
        region.className = 'live';
        region.setAttribute('role', kRoles[channel]);
        region.append(document.createElement('span'), document.createElement('span'));
        parent.append(region);
      }
      return region;
    }

    // Both must exist before anything is said in them.
    function prepare(parent) {
      region_in(parent, 0);
      region_in(parent, 1);
    }

    // The same text twice must be two changes: the two children take turns.
    function say_now(said) {
      const parent = said.parent.isConnected ? said.parent : document.body;
      const spans = region_in(parent, said.channel).children;
      const next = spans[0].textContent === '' ? 0 : 1;
      spans[1 - next].textContent = '';
      spans[next].textContent = said.text;
      last_said_ms = performance.now();
    }

    function say_next() {
      timer = 0;
      if (waiting.length > 0) say_now(waiting.shift());
      if (waiting.length > 0) timer = setTimeout(say_next, kPause_ms);
    }

    function say(parent, channel, text) {
      waiting.push({ parent: parent, channel: channel, text: text });
      if (!timer && Math.abs(performance.now() - last_said_ms) >= kPause_ms) say_next();
      else if (!timer) timer = setTimeout(say_next, kPause_ms);
    }

    function clear() {
      waiting = [];
      document.querySelectorAll('.live span').forEach((span) => { span.textContent = ''; });
    }

    return { prepare, say, clear };
  },
  $live: '=createLive()',
  $live__deps: ['$createLive'],
});
