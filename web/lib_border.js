// Crossing into C++: texts, traps, and calls made while C++ is already running. For the other lib_*.js files.
// A library function is copied by its text into the module's script: each createX is one closure with all its state.
/* global _wasm_allocate */
mergeInto(LibraryManager.library, {
  $createBorder: function () {
    const decoder = new TextDecoder();
    const encoder = new TextEncoder();
    let inside = false;
    let stopped = false;
    const postponed = [];

    function stop() {
      stopped = true;
      postponed.length = 0;
    }

    // Every call into C++ goes through here. What the page reports while C++ is running (a focus() inside a patch
    // raises events at once) waits until C++ has returned. After a trap nothing is called any more.
    function enter(run) {
      if (stopped) return;
      postponed.push(run);
      if (inside) return;
      inside = true;
      try {
        while (postponed.length > 0) postponed.shift()();
      } catch (error) {
        stop();
        Module['spico'].failed(error);
      }
      inside = false;
    }

    function text(pointer, length) {
      return decoder.decode(HEAPU8.subarray(pointer, pointer + length));
    }

    function give_bytes(bytes) {
      const pointer = _wasm_allocate(bytes.length);
      HEAPU8.set(bytes, pointer);
      return { pointer, length: bytes.length };
    }

    // C++ wipes and frees what it is given.
    function give_text(value) {
      const bytes = encoder.encode(value);
      const given = give_bytes(bytes);
      bytes.fill(0);
      return given;
    }

    return { enter, stop, is_inside: () => inside, text, give_bytes, give_text };
  },
  $border: '=createBorder()',
  $border__deps: ['$createBorder'],
});
