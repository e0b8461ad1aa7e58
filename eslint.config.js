// Rules for every JavaScript file: mistakes only, style is nobody's business here.
const browser = ['window', 'document', 'navigator', 'location', 'history', 'localStorage', 'fetch', 'performance', 'crypto',
  'requestAnimationFrame', 'cancelAnimationFrame', 'setTimeout', 'clearTimeout', 'queueMicrotask', 'matchMedia', 'customElements',
  'addEventListener', 'removeEventListener', 'dispatchEvent', 'getComputedStyle', 'TextDecoder', 'TextEncoder', 'AbortController',
  'AbortSignal', 'URL', 'URLSearchParams', 'Event', 'CustomEvent', 'EventTarget', 'KeyboardEvent', 'PointerEvent', 'InputEvent',
  'Element', 'HTMLElement', 'HTMLInputElement', 'HTMLSelectElement', 'HTMLTextAreaElement', 'Node', 'NodeFilter', 'Range',
  'ResizeObserver', 'MutationObserver', 'IntersectionObserver', 'BroadcastChannel', 'Blob', 'Response', 'Request', 'Headers',
  'ReadableStream', 'WebAssembly', 'Worker', 'FontFace', 'console', 'structuredClone', 'screen', 'visualViewport', 'innerWidth',
  'innerHeight', 'devicePixelRatio', 'self', 'caches', 'indexedDB', 'IDBKeyRange', 'trustedTypes', 'getSelection', 'print', 'Intl', 'CSS',
  'Highlight', 'StaticRange', 'Notification'];
// What Emscripten gives to a --js-library file.
const emscripten = ['mergeInto', 'addToLibrary', 'LibraryManager', 'autoAddDeps', 'Module', 'UTF8ToString', 'stringToUTF8',
  'lengthBytesUTF8', 'stringToUTF8Array', 'HEAP8', 'HEAPU8', 'HEAP16', 'HEAPU16', 'HEAP32', 'HEAPU32', 'HEAPF32', 'HEAPF64',
  '_malloc', '_free', 'GL', 'GLctx', 'wasmMemory', 'wasmExports', 'asm', 'abort', 'err', 'out', 'callUserCallback',
  'UTF8Decoder', 'UTF8ArrayToString'];
const node = ['process', 'Buffer', 'console', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'fetch', 'URL',
  'URLSearchParams', 'TextDecoder', 'TextEncoder', 'AbortController', 'AbortSignal', 'performance', 'structuredClone', 'Response', 'Headers',
  'Blob', 'crypto', 'queueMicrotask'];
const readonly = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));

const rules = {
  'constructor-super': 'error', 'for-direction': 'error', 'getter-return': 'error', 'no-async-promise-executor': 'error',
  'no-class-assign': 'error', 'no-compare-neg-zero': 'error', 'no-cond-assign': 'error', 'no-const-assign': 'error',
  'no-constant-condition': ['error', { checkLoops: false }], 'no-control-regex': 'off', 'no-debugger': 'error', 'no-dupe-args': 'error',
  'no-dupe-class-members': 'error', 'no-dupe-else-if': 'error', 'no-dupe-keys': 'error', 'no-duplicate-case': 'error',
  'no-empty-pattern': 'error', 'no-eval': 'error', 'no-ex-assign': 'error', 'no-fallthrough': 'error', 'no-func-assign': 'error',
  'no-implied-eval': 'error', 'no-import-assign': 'error', 'no-irregular-whitespace': ['error', { skipStrings: true, skipTemplates: true, skipComments: true, skipRegExps: true }], 'no-loss-of-precision': 'error',
  'no-new-func': 'error', 'no-obj-calls': 'error', 'no-redeclare': 'error', 'no-self-assign': 'error', 'no-self-compare': 'error',
  'no-setter-return': 'error', 'no-this-before-super': 'error', 'no-undef': 'error', 'no-unreachable': 'error',
  'no-unsafe-finally': 'error', 'no-unsafe-negation': 'error', 'no-unsafe-optional-chaining': 'error',
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }], 'no-var': 'error', 'prefer-const': 'error',
  eqeqeq: ['error', 'always', { null: 'ignore' }], 'use-isnan': 'error', 'valid-typeof': 'error',
};
const everywhere = { ecmaVersion: 2022, sourceType: 'module' };

export default [
  { ignores: ['build/', 'node_modules/'] },
  { files: ['shell/**/*.js'], languageOptions: { ...everywhere, globals: readonly(browser) }, rules },
  {
    files: ['web/**/*.js'],
    languageOptions: { ...everywhere, sourceType: 'script', globals: readonly([...browser, ...emscripten]) },
    // The functions of a library are used by C++, the names of its dependencies by Emscripten.
    rules: { ...rules, 'no-unused-vars': ['error', { vars: 'local', args: 'after-used', argsIgnorePattern: '^_', caughtErrors: 'none' }] },
  },
  { files: ['tests/**/*.{js,mjs}', 'scripts/**/*.mjs', '*.js'], languageOptions: { ...everywhere, ecmaVersion: 'latest', globals: readonly([...node, ...browser]) }, rules },
];
