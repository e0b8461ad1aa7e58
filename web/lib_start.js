// The start: listeners, surface and preferences, then C++. Also what is shown: which face, and how large.
/* global border, createInput, createMirror, createStart, createSurface, loop, page, start, _wasm_on_graphics,
   _wasm_on_preferences, _wasm_on_surface, _wasm_set_fonts, _wasm_start */
mergeInto(LibraryManager.library, {
  $createSurface__deps: ['$border', '$loop'],
  $createSurface: function (stage, canvas) {
    const probe = document.getElementById('probe');
    const kPreferences = ['(prefers-reduced-motion: reduce)', '(prefers-contrast: more)', '(prefers-color-scheme: dark)', '(forced-colors: active)'];
    const kForced = 8;  // the last of them
    const kSystemColours = ['Canvas', 'CanvasText', 'LinkText', 'Highlight', 'GrayText'];  // as in ui/theme.hpp
    let size = null;     // CSS pixels, and device pixels of the canvas; not told yet
    let scrollbar_width = 0;

    function measure_probe() {
      scrollbar_width = probe.offsetWidth - probe.clientWidth;
    }

    // The HTML version scrolls with the page: its surface is the window.
    function measure(entry) {
      const html = document.documentElement.classList.contains('face-html');
      const width = html ? document.documentElement.clientWidth : stage.clientWidth;
      const height = html ? window.innerHeight : stage.clientHeight;
      const ratio = window.devicePixelRatio;
      const device = entry && entry.devicePixelContentBoxSize && entry.target === canvas && !html ? entry.devicePixelContentBoxSize[0] : null;
      // Exact where CSS pixels are not whole ones of the screen. A ratio that is only emulated does not reach that box: it is then far off.
      const pixels = (length, exact) => (device && Math.abs(exact - length * ratio) < ratio ? exact : Math.round(length * ratio));
      size = { width, height, device_width: pixels(width, device && device.inlineSize), device_height: pixels(height, device && device.blockSize) };
      loop.set_idle(false);
      loop.request_frame();
    }

    // A canvas is empty from the moment its size is set: only right before it is drawn.
    function tell() {
      if (!size) return;
      const told = size;
      size = null;
      if (canvas.width !== told.device_width) canvas.width = told.device_width;
      if (canvas.height !== told.device_height) canvas.height = told.device_height;
      const rem = parseFloat(getComputedStyle(probe).fontSize) / 16;
      border.enter(() => _wasm_on_surface(told.width, told.height, told.width > 0 ? told.device_width / told.width : window.devicePixelRatio,
        rem, scrollbar_width));
    }

    function tell_preferences() {
      const bits = kPreferences.reduce((sum, query, at) => sum | (matchMedia(query).matches ? 1 << at : 0), 0);
      border.enter(() => _wasm_on_preferences(bits));
      if (bits & kForced) kSystemColours.forEach(tell_colour);
    }

    function tell_colour(name, at) {
      probe.style.color = name;
      const parts = /^rgba?\((\d+), (\d+), (\d+)/.exec(getComputedStyle(probe).color);
      if (parts) border.enter(() => _wasm_on_preferences(at + 1 << 24 | parts[1] << 16 | parts[2] << 8 | parts[3]));
    }

    // A phone's keyboard takes half of the window: the field that is typed in stays in sight.
    function on_resize() {
      measure(null);
      const field = document.activeElement;
      if (!field.matches('#overlay :is(input, textarea)')) return;
      loop.run_frame();
      field.scrollIntoView({ block: 'nearest' });
    }

    // Another screen may have other pixels and leave every box as large as it was; an engine without boxes of device pixels says it
    // in no other way.
    function watch_ratio() {
      matchMedia('(resolution: ' + window.devicePixelRatio + 'dppx)').addEventListener('change', () => {
        measure(null);
        watch_ratio();
      }, { once: true });
    }

    function watch() {
      const observer = new ResizeObserver((entries) => { measure(entries[entries.length - 1]); });
      try {
        observer.observe(canvas, { box: 'device-pixel-content-box' });
      } catch (unknown_box) {
        observer.observe(canvas);
      }
      new ResizeObserver(() => { measure_probe(); measure(null); }).observe(probe);
      window.addEventListener('resize', on_resize);
      watch_ratio();
      kPreferences.forEach((query) => matchMedia(query).addEventListener('change', tell_preferences));
      // From one forced theme to another no query changes.
      window.addEventListener('focus', () => { if (matchMedia(kPreferences[3]).matches) tell_preferences(); });
      measure_probe();
      measure(null);
      tell();
      tell_preferences();
      loop.before_frame(tell);
    }

    return { watch, measure };
  },

  $createStart__deps: ['$border', '$loop', '$page', '$createMirror', '$createInput', '$createSurface'],
  $createStart: function () {
    const kGraphics = { lost: 0, restored: 1, wanted: 2 };
    const kPaintAfter_ms = 1000;  // at the latest, when a long list keeps the page busy
    const kHold_ms = 150;  // the first frame, for what boot.js has asked
    const spico = Module['spico'];
    const root = document.documentElement;
    const stage = document.getElementById('stage');
    const canvas = document.getElementById('canvas');
    let face = 'canvas';
    const mirror = createMirror(document.getElementById('overlay'), {
      on_started: () => {
        show_face();
        spico.started();
      },
      on_adopted: (adopted) => input.on_adopted(adopted),
      on_language: spico.set_language,
      on_modal: (open) => { document.getElementById('skip').inert = open; },
    });
    const input = createInput(mirror, stage);
    const surface = createSurface(stage, canvas);
    let shown = false;
    let painted = false;  // the graphics context has been asked for
    let dressing = false;  // the HTML version's style sheet is on its way

    function show_face() {
      shown = true;
      root.classList.remove('face-static');
      root.classList.toggle('unpainted', !painted);
      root.classList.toggle('face-canvas', face === 'canvas');
      root.classList.toggle('face-html', face === 'html');
      surface.measure(null);
    }

    function set_face(name) {
      face = name;
      mirror.set_face(name);
      if (name === 'html') dress();
      if (shown) show_face();
      if (painted === false && name === 'canvas') setTimeout(paint, kPaintAfter_ms);
    }

    function dress() {
      dressing = true;
      spico.load_html_look().then(() => {
        dressing = false;
        surface.measure(null);
        loop.request_frame();
      });
    }

    // Making a graphics context holds the page up (a tenth of a second and more where there is no graphics card): the
    // elements show their own text until then, and it is made when nobody waits for anything.
    function paint() {
      if (painted || !shown || face !== 'canvas') return;
      painted = true;
      loop.set_idle(false);
      // Where WebGL is switched off altogether (WebKit's setting, Lockdown Mode) its interfaces are missing too, and Emscripten's way
      // around a fault of Safari names one of them: the answer must be «no WebGL», not the end of the application.
      if (!window.WebGLRenderingContext) window.WebGLRenderingContext = function () {};
      border.enter(() => _wasm_on_graphics(kGraphics.wanted));
      loop.run_frame();
      root.classList.remove('unpainted');
    }

    function on_idle() {
      spico.drop_early();
      if (face === 'html') return dressing;
      if (painted || !shown) return false;
      setTimeout(paint, 0);  // after the browser has shown this frame
      return true;
    }

    function watch_graphics() {
      canvas.addEventListener('webglcontextlost', (event) => {
        event.preventDefault();  // or it would never be restored
        border.enter(() => _wasm_on_graphics(kGraphics.lost));
      });
      canvas.addEventListener('webglcontextrestored', () => border.enter(() => _wasm_on_graphics(kGraphics.restored)));
    }

    // What boot.js has asked is there or comes in a moment: a frame drawn before it would be seen by nobody and cost its time.
    function run() {
      loop.hold();
      setTimeout(loop.let_go, kHold_ms);
      input.listen(root.hasAttribute('data-kiosk'));
      page.listen(mirror, input);
      watch_graphics();
      border.enter(() => {
        const fonts = spico.fonts.map(border.give_bytes);
        _wasm_set_fonts(fonts[0].pointer, fonts[0].length, fonts[1].pointer, fonts[1].length);
        const fragment = border.give_text(location.hash);
        const language = border.give_text(spico.language);
        const switches = (root.hasAttribute('data-kiosk') ? 1 : 0) | (spico.html_asked ? 2 : 0) | 4;
        _wasm_start(switches, fragment.pointer, fragment.length, language.pointer, language.length);
      });
      surface.watch();
      loop.when_idle(on_idle);
      setTimeout(paint, kPaintAfter_ms);
      loop.hurry();
    }

    return { run, set_face, mirror };
  },
  $start: '=null',

  js_run__deps: ['$start', '$createStart'],
  js_run: function () {
    start = createStart();
    Promise.resolve().then(start.run);  // main() is still running
  },
  js_show__deps: ['$start'],
  js_show: function (words, word_count, text, text_length) {
    start.mirror.apply(HEAPU32.subarray(words >> 2, (words >> 2) + word_count), HEAPU8.subarray(text, text + text_length));
  },
  js_set_look__deps: ['$start', '$border'],
  js_set_look: function (html, code, length) {
    if (html >= 0) start.set_face(html ? 'html' : 'canvas');
    if (code !== 0) Module['spico'].set_theme(border.text(code, length));
  },
});
