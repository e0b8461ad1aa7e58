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
    let opening = null;      // the database, or the wait for it
    let was_open = false;
    let is_emptied = false;  // while this page lived

    function done(request) {
      return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    }

    // The last request of a transaction. It is committed with it: otherwise that waits until this page, or another tab's, has heard of the
    // request's success, frames later; one that is left in between takes everything with it that waits behind.
    function last(request) {
      request.transaction.commit();
      return done(request);
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
        request.onblocked = () => reject(new Error('held by another tab'));
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
    async function change_in(database, name, work) {
      const transaction = database.transaction(name, 'readwrite');
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
    async function change(name, work) {
      const asked = open();
      const database = await asked;
      try {
        return await change_in(database, name, work);
      } catch (error) {
        if (error.name === 'QuotaExceededError') throw error;
        database.close();
        forget(asked);
      }
      return change_in(await open(), name, work);
    }

    function new_share() {
      return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    }

    // In one transaction, so that two tabs which open at once have the same share.
    async function read_all(store) {
      const found = { share: await done(store.get(kShare)), records: [] };
      if (!found.share) await done(store.put(found.share = new_share(), kShare));
      const [names, kept] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
      names.forEach((name, i) => {
        if (name === kShare) return;
        if (Math.abs(Date.now() - kept[i].at_ms) > kLongest_ms) store.delete(name);
        else found.records.push({ name: name, text: kept[i].text });
      });
      return found;
    }

    // A message's record names the pages that have sent it and got no refusal, in that order: a page that is refused knows of those
    // before it too. With «there» nothing is written where nothing is; without a text it stays as it is. A new record is written without
    // reading first: the page may end, or be busy, before it heard of that.
    function keep(name, query, text) {
      const sends = query.get('tried') === 'yes';
      if (!query.has('there')) return change('kept', (store) => last(store.put({ text: text, at_ms: Date.now(), tried: sends ? [page] : [] }, name))).then(() => 200);
      return change('kept', async (store) => {
        const kept = await done(store.get(name));
        if (!kept) return 404;
        let tried = kept.tried || [];
        if (query.get('tried') === 'no') tried = tried.slice(tried.indexOf(page) + 1);
        else if (sends && !tried.includes(page)) tried = [...tried, page];
        await last(store.put({ text: text || kept.text, at_ms: text ? Date.now() : kept.at_ms, tried: tried }, name));
        return 200;
      });
    }

    // With «untried» only what no page has sent, and the draft that it becomes is written in the same moment.
    function erase(name, query, text) {
      if (!query.has('untried')) return change('kept', (store) => last(store.delete(name))).then(() => 200);
      return change('kept', async (store) => {
        const kept = await done(store.get(name));
        if (!kept) return 404;
        if (kept.tried && kept.tried.length > 0) return 409;
        if (query.has('draft')) store.put({ text: text, at_ms: Date.now() }, query.get('draft'));
        await last(store.delete(name));
        return 200;
      });
    }

    async function records(method, name, query, body) {
      if (method === 'GET') return new Response(JSON.stringify(await change('kept', read_all)));
      const text = body ? new TextDecoder().decode(body) : '';
      return new Response('{}', { status: await (method === 'PUT' ? keep : erase)(name, query, text) });
    }

    // Whatever is done with pieces, those that are too old go.
    function pieces(method, name, body) {
      const bytes = method === 'PUT' && body.slice();  // who asked may give up, and wipes them
      return change('pieces', async (store) => {
        const old = await done(store.index('at').getAllKeys(IDBKeyRange.upperBound(Date.now() - kLongest_ms)));
        old.forEach((key) => store.delete(key));
        if (method === 'PUT') return last(store.put({ bytes: bytes, at_ms: Date.now() }, name));
        if (method === 'DELETE') return last(store.delete(IDBKeyRange.bound(name, name + '\uffff')));
        return (await done(store.get(name)) || {}).bytes;
      });
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
