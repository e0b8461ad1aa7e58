// localStorage for a few settings; a browser that refuses it behaves as an empty one.
/* global border */
mergeInto(LibraryManager.library, {
  js_storage_get__deps: ['$border'],
  js_storage_get: function (key, key_length, value, capacity) {
    let found = null;
    try {
      found = localStorage.getItem('spico.' + border.text(key, key_length));
    } catch (refused) { /* as if empty */ }
    if (!found) return 0;
    const bytes = new TextEncoder().encode(found);
    HEAPU8.set(bytes.subarray(0, capacity), value);
    return bytes.length;
  },
  js_storage_set__deps: ['$border'],
  js_storage_set: function (key, key_length, value, value_length) {
    const name = border.text(key, key_length);
    const text = border.text(value, value_length);
    try {
      if (text === '') localStorage.removeItem('spico.' + name);
      else localStorage.setItem('spico.' + name, text);
    } catch (refused) { /* kept for this page only */ }
  },
});
