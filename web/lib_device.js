// What this browser keeps between two visits: sealed records and sealed pieces of files in IndexedDB, which only the module can
// read, 30 days at most. It answers requests as a server would: GET records, PUT and DELETE records/{name} (see keep and erase); GET
// and PUT pieces/{name}, DELETE pieces/{beginning of their names}. Other requests are those of lib_files.js.
/* global device, files */
mergeInto(LibraryManager.library, {
  $createDevice__deps: ['$files'],
  $createDevice: function () {
    const kLongest_ms = 30 * 24 * 3_600_000;
    const kShare = 'share';
    const page = new_share();  // what this page's sending is known by
    const known = new Map();   // name of a record -> the marks that stood there when this page put its own, and that one
    let opening = null;      // the database, or the wait for it
    let was_open = false;
    let is_emptied = false;  // while this page lived
    let are_swept = false;

    function done(request) {
      return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    }

    // The last requests of a transaction, which is committed with them: otherwise it waits until this page, or another tab's, has heard of
    // their success, frames later; and one that is left in between takes everything with it that waits behind.
    function last(...requests) {
      const answers = Promise.all(requests.map(done));
      requests[0].transaction.commit();
      return answers;
    }

    // Ours no longer: the next request opens it again.
    function forget(asked) {
      if (opening === asked) opening = null;
    }

    function open() {
      if (opening) return opening;
      const request = indexedDB.open('spico', 2);
      let is_new = false;
      request.onupgradeneeded = (event) => {
        is_new = event.oldVersion < 1;
        if (is_new) request.result.createObjectStore('kept');
        request.result.createObjectStore('pieces').createIndex('at', 'at_ms');
      };
      const asked = new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
        // A tab with an older build has not let go of it: that may be never.
        request.onblocked = () => reject(new Error('held'));
      }).then((database) => {
        // What was kept went with the half of the key: the program must not go on believing that it is there.
        is_emptied = is_emptied || (is_new && was_open);
        if (is_emptied) {
          database.close();
          throw new Error('emptied');
        }
        was_open = true;
        database.onclose = () => forget(asked);
        // Another tab with a newer build must not wait for this one.
        database.onversionchange = () => { database.close(); forget(asked); };
        return database;
      });
      opening = asked;
      asked.catch(() => {
        forget(asked);
        // It may come yet, when nobody waits for it any more.
        request.onsuccess = () => request.result.close();
      });
      return asked;
    }

    // The answer is given when what was written is there to stay.
    async function change_in(database, name, work, mode) {
      const transaction = database.transaction(name, mode);
      const end = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error || new Error('given up'));
      });
      end.catch(() => undefined);  // told by `work` too
      const result = await work(transaction.objectStore(name));
      await end;
      return result;
    }

    // A browser may close it by force, and who uses it then learns that by an error: it is opened again, once.
    async function change(name, work, mode = 'readwrite') {
      const asked = open();
      const database = await asked;
      try {
        return await change_in(database, name, work, mode);
      } catch (error) {
        if (error.name === 'QuotaExceededError') throw error;
        database.close();
        forget(asked);
      }
      return change_in(await open(), name, work, mode);
    }

    function new_share() {
      return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    }

    // In one transaction, so that two tabs which open at once have the same share.
    async function share_in(store) {
      const kept = await done(store.get(kShare));
      if (kept) return kept;
      const share = new_share();
      await last(store.put(share, kShare));
      return share;
    }

    // A message's record has marks beside it, one of each page that has sent it and got no refusal.
    const mark_of = (name) => name + '#' + page;
    const marks_of = (name) => IDBKeyRange.bound(name + '#', name + '#\uffff');
    const record_of = (key) => key.split('#')[0];

    async function read_all() {
      const [share, keys, kept] = await change('kept', (store) => last(store.get(kShare), store.getAllKeys(), store.getAll()), 'readonly');
      const found = { share: share || await change('kept', share_in), records: [] };
      const there = new Set(keys);
      const gone = keys.filter((key, i) => key !== kShare && (Math.abs(Date.now() - kept[i].at_ms) > kLongest_ms || !there.has(record_of(key))));
      if (gone.length > 0) await change('kept', (store) => last(...gone.map((key) => store.delete(key))));
      keys.forEach((key, i) => {
        if (key !== kShare && key === record_of(key) && !gone.includes(key)) found.records.push({ name: key, text: kept[i].text });
      });
      return found;
    }

    // A page that is refused knows of those which had sent the message before its first try: their marks go with its own. Those that came
    // later may have sent it since.
    function mark(store, name, tried) {
      if (tried === 'no') {
        (known.get(name) || []).forEach((key) => store.delete(key));
        known.delete(name);
      }
      if (tried !== 'yes') return;
      store.getAllKeys(marks_of(name)).onsuccess = (event) => { if (!known.has(name)) known.set(name, [...event.target.result, mark_of(name)]); };
      store.put({ at_ms: Date.now() }, mark_of(name));
    }

    // Nothing is asked first: the page may end, or be busy, before it heard of the answer, and what another tab writes would wait with it.
    function write(name, tried, text) {
      return change('kept', (store) => {
        mark(store, name, tried);
        return last(store.put({ text: text, at_ms: Date.now() }, name));
      });
    }

    async function claim(name) {
      const [kept] = await change('kept', (store) => {
        mark(store, name, 'yes');
        return last(store.count(name));
      });
      if (kept > 0) return 200;
      known.delete(name);
      await change('kept', (store) => last(store.delete(mark_of(name))));
      return 404;
    }

    // Where nothing is nothing is written.
    function replace(name, tried, text) {
      return change('kept', async (store) => {
        if (await done(store.count(name)) === 0) return 404;
        mark(store, name, tried);
        await last(store.put({ text: text, at_ms: Date.now() }, name));
        return 200;
      });
    }

    function keep(name, query, text) {
      const tried = query.get('tried');
      if (!query.has('there')) return write(name, tried, text).then(() => 200);
      return text ? replace(name, tried, text) : claim(name);
    }

    // With «untried» only what no page has sent, and the draft that it becomes is written in the same moment.
    function erase(name, query, text) {
      if (!query.has('untried')) {
        known.delete(name);
        return change('kept', (store) => last(store.delete(name), store.delete(marks_of(name)))).then(() => 200);
      }
      return change('kept', async (store) => {
        const [kept, tries] = await Promise.all([done(store.count(name)), done(store.count(marks_of(name)))]);
        if (kept === 0) return 404;
        if (tries > 0) return 409;
        if (query.has('draft')) store.put({ text: text, at_ms: Date.now() }, query.get('draft'));
        await last(store.delete(name));
        return 200;
      });
    }

    async function records(method, name, query, body) {
      if (method === 'GET') return new Response(JSON.stringify(await read_all()));
      const text = body ? new TextDecoder().decode(body) : '';
      return new Response('{}', { status: await (method === 'PUT' ? keep : erase)(name, query, text) });
    }

    // Those that are too old go, once a page: after what is done first.
    async function sweep_pieces(store) {
      const old = await done(store.index('at').getAllKeys(IDBKeyRange.upperBound(Date.now() - kLongest_ms)));
      if (old.length > 0) await last(...old.map((name) => store.delete(name)));
    }

    async function pieces(method, name, body) {
      const bytes = method === 'PUT' && body.slice();  // who asked may give up, and wipes them
      const [answer] = await change('pieces', (store) => {
        if (method === 'PUT') return last(store.put({ bytes: bytes, at_ms: Date.now() }, name));
        if (method === 'DELETE') return last(store.delete(IDBKeyRange.bound(name, name + '\uffff')));
        return last(store.get(name));
      });
      if (!are_swept) {
        are_swept = true;
        change('pieces', sweep_pieces).catch(() => { are_swept = false; });
      }
      return (answer || {}).bytes;
    }

    async function answer(method, path, body) {
      const address = new URL(path, 'device:/');
      const [, kind, name] = address.pathname.split('/');
      if (kind === 'records') return records(method, name, address.searchParams, body);
      if (kind !== 'pieces') return files.answer(method, kind, name, address.searchParams, body);
      const found = await pieces(method, name, body);
      return new Response(found, { status: method === 'GET' && !found ? 404 : 200 });
    }

    return { answer };
  },
  $device: '=createDevice()',
  $device__deps: ['$createDevice'],
});
