// Applies the patches of mirror/patch.hpp to the elements over the canvas. Elements are known by node id, never by place:
// browser extensions put their own among them. Reads and writes no layout except scroll positions.
/* global createFocusPaths, elements, live */
mergeInto(LibraryManager.library, {
  // `overlay`: the root element. `host`: on_modal(open) when a dialog opens or closes, on_started() after the first patch,
  // on_adopted(entries) when elements of index.html
  // got their nodes, on_language(code).
  $createMirror__deps: ['$createFocusPaths', '$elements', '$live'],
  $createMirror: function (overlay, host) {
    const kOp = { create: 1, move: 2, remove: 3, text: 4, state: 5, number: 6, refer: 7, rect: 8, scroll: 9, value: 10, focus: 11,
      say: 12, title: 13, language: 14, reuse: 15 };
    const kText = { name: 0, description: 1, href: 2, placeholder: 3, autocomplete: 4, language: 5, marked: 6 };
    const kClipboard = 2;  // a channel of its own beside those that are said
    const kRefer = { refers_to: 0, error_message: 1, labelled_by: 2, active_descendant: 3 };
    const decoder = new TextDecoder();
    const paths = createFocusPaths(overlay);
    const entries = new Map();
    const entry_of_element = new WeakMap();
    const referring = new Set();
    let face = 'canvas';
    let composing = null;
    let copied = null;  // what a frame has put on the clipboard
    let started = false;
    let is_inert = false;  // something is, because of a modal dialog
    let now = null;  // what the patch being applied leaves for its end

    function begin() {
      now = { names: new Set(), states: new Set(), places: new Set(), scrolls: new Set(), selects: new Set(), removed: new Set(), values: [], active: [], adopted: [],
        said: [], focus: 0, structure: false, references: false, orphan: null };
    }

    // ---- finding ----

    function closest(element) {
      for (let at = element; at && at !== overlay; at = at.parentElement) {
        const entry = entry_of_element.get(at);
        if (entry) return entry;
      }
      return null;
    }

    function mirror_id(element) {
      const entry = closest(element);
      return entry ? entry.id : 0;
    }

    function element_of(id) {
      const entry = entries.get(id);
      return entry ? entry.element : null;
    }

    function topmost_modal() {
      let found = null;
      entries.forEach((entry) => { if (entry.state & elements.state.modal) found = entry; });
      return found;
    }

    function is_composing(entry) {
      return composing === entry;
    }

    // ---- structure ----

    function create_node(id, shape, parent_id, before_id, key, look) {
      const parent = element_of(parent_id) || overlay;
      const role = elements.roles[shape & 255];
      const standing = key === '' ? null : overlay.querySelector('[data-adopt="' + CSS.escape(key) + '"]');
      const adopted = standing !== null && !entry_of_element.has(standing);
      const made = adopted ? { element: standing, control: standing, caption: standing } :
        elements.create(role, shape >> 16 & 255, look, parent, parent_id, elements.fields[shape >> 8 & 255]);
      const entry = { id: id, role: role, field: elements.fields[shape >> 8 & 255], look: 'plain', state: 0, keys: 0,
        written: adopted ? ~0 : 0, placed: {}, parent: parent_id, element: made.element, control: made.control, caption: made.caption, text_node: null, name: '', href: '',
        is_labelled: false, autocomplete: null, rect: null, scroll: null, refers: [0, 0, 0, 0], pending_value: null };
      const replaced = entries.get(id);
      entries.set(id, entry);
      entry_of_element.set(entry.element, entry);
      entry_of_element.set(entry.control, entry);
      now.structure = true;
      now.names.add(entry);
      if (adopted) {
        now.adopted.push(entry);
        entry.autocomplete = entry.control.getAttribute('autocomplete');
      } else {
        put(entry.element, parent, element_of(before_id));
      }
      if (replaced) replace(replaced, entry);
      if (role === 'option') now.selects.add(parent_id);
    }

    // The same node with another role: a new element takes over the children.
    function replace(former, entry) {
      if (former.element.contains(document.activeElement)) now.focus = now.focus || mirror_id(document.activeElement) || entry.id;
      entries.forEach((child) => {
        if (child.parent === entry.id && child.element.parentNode === former.element) entry.element.append(child.element);
      });
      referring.delete(former);
      elements.forget(former);
      former.element.remove();
    }

    function put(element, parent, before) {
      const place = before && before.parentNode === parent ? before : null;
      if (element.parentNode === parent && (element.nextSibling === place || element === place)) return;
      if (!element.isConnected) {
        parent.insertBefore(element, place);
      } else if (parent.moveBefore) {
        parent.moveBefore(element, place);
      } else if (element.parentNode === parent && element.contains(document.activeElement)) {
        move_siblings_around(element, parent, place);
      } else {
        parent.insertBefore(element, place);
      }
    }

    // Moving an element takes its focus away; moving its siblings does not.
    function move_siblings_around(element, parent, place) {
      const children = Array.from(parent.childNodes);
      const from = children.indexOf(element);
      const to = place ? children.indexOf(place) : children.length;
      if (to > from) {
        children.slice(from + 1, to).forEach((sibling) => parent.insertBefore(sibling, element));
      } else {
        const next = element.nextSibling;
        children.slice(to, from).forEach((sibling) => parent.insertBefore(sibling, next));
      }
    }

    // What refers to it by its HTML id is written again at the end of the patch.
    function reuse_node(id, next, parent_id) {
      const entry = entries.get(id);
      entries.delete(id);
      entries.set(next, entry);
      entry.id = next;
      entry.parent = parent_id;
      if (entry.control.id === 'n' + id) entry.control.removeAttribute('id');
      now.structure = true;
    }

    function move_node(id, parent_id, before_id) {
      const entry = entries.get(id);
      entry.parent = parent_id;
      put(entry.element, element_of(parent_id) || overlay, element_of(before_id));
      now.structure = true;
    }

    function remove_node(id) {
      const entry = entries.get(id);
      if (!entry) return;
      if (!now.orphan && entry.element.contains(document.activeElement)) now.orphan = paths.orphan_of(entry.element);
      else if (now.orphan && entry.element.contains(now.orphan.marker)) entry.element.before(now.orphan.marker);
      if (entry.role === 'option') now.selects.add(entry.parent);
      if (composing === entry) composing = null;
      if (entry.role === 'textfield') entry.control.value = '';  // a password must not outlive its field
      if (!now.removed.has(entry.parent)) entry.element.remove();  // else its parent takes it along
      entries.delete(id);
      elements.forget(entry);
      referring.delete(entry);
      now.structure = true;
    }

    // What index.html showed and the tree does not take over (progress, skeleton, perhaps the whole form) goes away.
    function remove_static() {
      if (started || entries.size === 0) return;
      started = true;
      overlay.querySelectorAll('[data-adopt], [data-static]').forEach((element) => {
        const in_use = entry_of_element.has(element) || now.adopted.some((entry) => element.contains(entry.element));
        if (!in_use) element.remove();
      });
      host.on_started();
    }

    // ---- focus ----

    function focus(element) {
      if (document.activeElement === element) return;
      element.focus({ preventScroll: face === 'canvas' || now.active.length > 0 });
      if (document.activeElement !== element && !element.hasAttribute('tabindex')) {
        element.tabIndex = -1;
        element.focus({ preventScroll: face === 'canvas' || now.active.length > 0 });
      }
    }

    // The canvas version scrolls in C++; here the browser lays the list out.
    function show_active(id) {
      const entry = entries.get(id);
      if (entry && face === 'html') entry.element.scrollIntoView({ block: 'nearest' });
    }

    // Never <body>: a keyboard or screen reader user would start again from the top of the page.
    function rescue_focus() {
      const modal = topmost_modal();
      if (modal && now.structure && !modal.element.contains(document.activeElement)) {
        focus(paths.first_in(modal.element) || modal.element);
      } else if (now.orphan && document.activeElement === document.body) {
        const next = paths.neighbour(now.orphan);
        if (next) focus(next);
      }
    }

    // ---- properties ----

    function write_text(entry, field, text) {
      if (field === kText.name) {
        entry.name = text;
        now.names.add(entry);
      } else if (field === kText.marked) {
        entry.marked = text;
        now.names.add(entry);
      } else if (field === kText.href) {
        entry.href = text;
        now.states.add(entry);
      } else if (field === kText.autocomplete) {
        entry.autocomplete = text === '' ? null : text;
        now.states.add(entry);
      } else {
        const attribute = field === kText.description ? 'aria-description' : field === kText.placeholder ? 'placeholder' : 'lang';
        elements.set_attribute(entry.control, attribute, text === '' ? null : text);
      }
    }

    function write_state(entry, state, keys, look) {
      entry.keys = keys;
      entry.look = elements.looks[look];
      if ((entry.state ^ state) & elements.state.modal) now.structure = true;
      if ((entry.state ^ state) & elements.state.scroller) now.places.add(entry);
      if (state & ~entry.state & elements.state.in_sight) now.active.push(entry.id);
      entry.state = state;
      if (entry.role === 'option') now.selects.add(entry.parent);
      now.states.add(entry);
    }

    function refer(entry, field, target) {
      entry.refers[field] = target;
      if (entry.refers.some((id) => id !== 0)) referring.add(entry);
      else referring.delete(entry);
      if (entry.role === 'label') now.names.add(entry);
      if (field === kRefer.active_descendant) now.active.push(target);
      now.references = true;
      write_references(entry);
    }

    function reference(id) {
      const target = entries.get(id);
      if (!target) return null;
      if (!target.control.id) target.control.id = 'n' + id;
      return target.control.id;
    }

    // An id that points at nothing is worse than none: written again whenever the structure changes.
    function write_references(entry) {
      const target = reference(entry.refers[kRefer.refers_to]);
      const error = reference(entry.refers[kRefer.error_message]);
      if (entry.role === 'label') elements.set_attribute(entry.element, 'for', target);
      else elements.set_attribute(entry.control, 'aria-controls', target);
      elements.set_attribute(entry.control, 'aria-describedby', error);
      elements.set_attribute(entry.control, 'aria-errormessage', entry.state & elements.state.invalid ? error : null);
      elements.set_attribute(entry.control, 'aria-labelledby', reference(entry.refers[kRefer.labelled_by]));
      elements.set_attribute(entry.control, 'aria-activedescendant', reference(entry.refers[kRefer.active_descendant]));
    }

    function write_all_references() {
      if (!now.structure && !now.references) return;
      const labelled = new Set();
      referring.forEach((entry) => {
        write_references(entry);
        if (entry.role === 'label') labelled.add(entry.refers[kRefer.refers_to]);
        if (entry.refers[kRefer.labelled_by] !== 0) labelled.add(entry.id);
      });
      entries.forEach((entry) => {
        if (entry.is_labelled !== labelled.has(entry.id)) {
          entry.is_labelled = labelled.has(entry.id);
          now.names.add(entry);
        }
      });
    }
    // ---- values ----

    function put_value(entry, text, caret) {
      entry.control.value = text;
      // WebKit moves the focus with it; at the end the caret is already.
      if (caret >= 0 && caret < text.length) entry.control.setSelectionRange(caret, caret);
    }

    function write_value(entry, text, caret) {
      if (entry.role === 'option') {
        entry.control.value = text;
        now.selects.add(entry.parent);
      } else if (is_composing(entry)) {
        // Writing now would abort the composition and insert its text twice.
        entry.pending_value = text;
        entry.pending_caret = caret;
      } else if (entry.role === 'select') {
        now.values.push({ entry: entry, text: text });
      } else if (!(now.adopted.includes(entry) && entry.control.value !== '') && entry.control.value !== text) {
        put_value(entry, text, caret);
      }
    }

    function write_selects() {
      now.selects.forEach((id) => {
        const select = entries.get(id);
        if (!select || select.role !== 'select') return;
        Array.from(select.control.options).forEach((option) => {
          const entry = entry_of_element.get(option);
          const selected = entry && (entry.state & elements.state.selected) !== 0;
          if (selected && !option.selected) option.selected = true;
        });
      });
      now.values.forEach(({ entry, text }) => {
        if (entry.control.value !== text) entry.control.value = text;
      });
    }

    // ---- places ----

    function is_grid_part(entry) {
      return entry.role === 'grid' || entry.role === 'gridbody';
    }

    function pixels(value) {
      return value === undefined ? '' : value + 'px';
    }

    // The HTML version lays itself out, but for grids: only the rows in sight exist, and headers must stand above their cells.
    function box_in_page(entry) {
      const [x, y, width, height] = entry.rect;
      const parent = entries.get(entry.parent);
      const is_long = is_grid_part(entry) && (entry.state & elements.state.scroller) !== 0;
      if (entry.look === 'photo') return { width: width, height: height };  // before it arrives
      if (entry.role === 'grid') return { width: width, height: is_long ? height : undefined };
      if (is_long) return { height: height };
      if (!parent) return {};
      if (entry.role === 'row') return (parent.state & elements.state.scroller) !== 0 ? { top: y, width: width, height: height } : { width: width };
      if (entry.role === 'menu' && parent.role === 'columnheader') return { left: x };  // within the grid
      if (parent.role === 'row') return { basis: width, margin: entry.element.previousElementSibling ? 0 : x };
      return {};
    }

    function place(entry) {
      if (!entry.rect) return;
      const [x, y, width, height] = entry.rect;
      const box = face === 'canvas' ? { left: x, top: y, width: width, height: height } : box_in_page(entry);
      const style = entry.element.style;
      const placed = entry.placed;
      entry.placed = box;
      for (const side of ['left', 'top', 'width', 'height']) if (box[side] !== placed[side]) style[side] = pixels(box[side]);
      if (box.basis !== placed.basis) style.flex = box.basis === undefined ? '' : '0 0 ' + box.basis + 'px';
      if (box.margin !== placed.margin) style.marginLeft = box.margin ? box.margin + 'px' : '';
    }

    function write_scroll(entry, width, height, x, y) {
      if (!entry.scroll) {
        entry.scroll = { sizer: document.createElement('div'), heard_x: 0, heard_y: 0 };
        entry.scroll.sizer.className = 'sizer';
        entry.scroll.sizer.setAttribute('role', 'presentation');
        entry.element.append(entry.scroll.sizer);
      }
      entry.scroll.sizer.style.width = width + 'px';
      entry.scroll.sizer.style.height = height + 'px';
      entry.scroll.x = x;
      entry.scroll.y = y;
      now.scrolls.add(entry);
    }

    // Only a place that differs from the last one heard from the page is written, or the two would chase each other.
    function scroll_to(entry) {
      const scroll = entry.scroll;
      if (face === 'html' && !is_grid_part(entry)) return;
      if (Math.abs(scroll.x - scroll.heard_x) < 1 && Math.abs(scroll.y - scroll.heard_y) < 1) return;
      entry.element.scrollTo({ left: scroll.x, top: scroll.y, behavior: 'instant' });
      scroll.heard_x = scroll.x;
      scroll.heard_y = scroll.y;
    }

    // Called for each scroll event; true if C++ does not know this place yet.
    function hear_scroll(entry) {
      const scroll = entry.scroll;
      const x = entry.element.scrollLeft;
      const y = entry.element.scrollTop;
      if (!scroll || (Math.abs(x - scroll.heard_x) < 0.5 && Math.abs(y - scroll.heard_y) < 0.5)) return false;
      scroll.heard_x = x;
      scroll.heard_y = y;
      return true;
    }

    // ---- modal dialogs ----

    function write_inert() {
      const modal = topmost_modal();
      if (!modal && !is_inert) return;
      is_inert = modal !== null;
      host.on_modal(is_inert);
      const wanted = new Set();
      for (let at = modal && modal.element; at && at !== overlay; at = at.parentElement) {
        Array.from(at.parentElement.children).forEach((sibling) => { if (sibling !== at) wanted.add(sibling); });
      }
      overlay.querySelectorAll('[inert]').forEach((element) => { if (!wanted.has(element)) element.inert = false; });
      wanted.forEach((element) => { if (!element.inert) element.inert = true; });
      if (modal) live.prepare(modal.element);
    }

    // ---- the patch ----
    // An element's kind depends on its look (a paragraph or a piece of one; a form's submit button), and what leaves with
    // its parent need not leave by itself: look ahead.
    function look_ahead(words) {
      const looks = new Map();
      for (let at = 0; at < words.length; at += 1 + (words[at] >> 8)) {
        const op = words[at] & 255;
        if (op === kOp.state) looks.set(words[at + 1], elements.looks[words[at + 4]]);
        else if (op === kOp.remove) now.removed.add(words[at + 1]);
      }
      return looks;
    }

    function apply(words, bytes) {
      begin();
      const looks = look_ahead(words);
      const text_at = (at) => decoder.decode(bytes.subarray(words[at], words[at] + words[at + 1]));
      const signed = (at) => words[at] | 0;
      for (let at = 0; at < words.length; at += 1 + (words[at] >> 8)) apply_one(words, at, looks, text_at, signed);
      finish();
    }

    function apply_one(words, at, looks, text_at, signed) {
      const op = words[at] & 255;
      const id = words[at + 1];
      const entry = entries.get(id);
      switch (op) {
        case kOp.create: create_node(id, words[at + 2], words[at + 3], words[at + 4], text_at(at + 5), looks.get(id) || 'plain'); break;
        case kOp.reuse: reuse_node(id, words[at + 2], words[at + 3]); break;
        case kOp.move: move_node(id, words[at + 2], words[at + 3]); break;
        case kOp.remove: remove_node(id); break;
        case kOp.text: write_text(entry, words[at + 2], text_at(at + 3)); break;
        case kOp.state: write_state(entry, words[at + 2], words[at + 3], words[at + 4]); break;
        case kOp.number: elements.write_number(entry, words[at + 2], signed(at + 3)); break;
        case kOp.refer: refer(entry, words[at + 2], words[at + 3]); break;
        case kOp.rect:
          entry.rect = [signed(at + 2) / 4, signed(at + 3) / 4, signed(at + 4) / 4, signed(at + 5) / 4];
          now.places.add(entry);
          break;
        case kOp.scroll: write_scroll(entry, signed(at + 2), signed(at + 3), signed(at + 4), signed(at + 5)); break;
        case kOp.value: write_value(entry, text_at(at + 2), words[at] >> 8 > 3 ? words[at + 4] : -1); break;
        case kOp.focus: now.focus = id; break;
        case kOp.say: now.said.push({ channel: id, text: text_at(at + 2) }); break;
        case kOp.title: document.title = text_at(at + 1); break;
        case kOp.language: host.on_language(text_at(at + 1)); break;
        default: throw new Error('unknown operation ' + op);
      }
    }

    function finish() {
      now.states.forEach((entry) => { elements.write_state(entry); });
      write_all_references();
      now.names.forEach((entry) => { if (entries.has(entry.id)) elements.write_name(entry, entry.is_labelled); });
      write_selects();
      now.places.forEach(place);
      if (now.structure) write_inert();
      now.scrolls.forEach(scroll_to);
      remove_static();
      if (now.adopted.length > 0) host.on_adopted(now.adopted);
      now.active.forEach(show_active);
      const target = entries.get(now.focus);
      if (target) focus(target.control);
      else rescue_focus();
      if (now.orphan) now.orphan.marker.remove();
      const modal = topmost_modal();
      now.said.forEach(({ channel, text }) => {
        if (channel === kClipboard) copied = text;
        else live.say(modal ? modal.element : document.body, channel, text);
      });
    }

    // ---- for lib_input.js, lib_page.js and lib_start.js ----

    function set_face(name) {
      if (face === name) return;
      face = name;
      entries.forEach(place);
      entries.forEach((entry) => { if (entry.scroll) { entry.scroll.heard_x = -1; scroll_to(entry); } });
    }

    function end_composition() {
      const entry = composing;
      composing = null;
      if (!entry || entry.pending_value === null) return null;
      if (entry.control.value !== entry.pending_value) put_value(entry, entry.pending_value, entry.pending_caret);
      entry.pending_value = null;
      return entry;
    }

    return {
      apply,
      closest,
      entries,
      hear_scroll,
      set_face,
      begin_composition: (entry) => { composing = entry; },
      end_composition,
      // Runs `ask`, which draws a frame, and returns what that frame put on the clipboard, or null.
      copied_by: (ask) => { ask(); const text = copied; copied = null; return text; },
      // A radio or checkbox shows what C++ says, whatever the press has toggled.
      restore_choice: (entry) => { if (entries.has(entry.id)) elements.write_state(entry); },
      clear: () => { entries.forEach(elements.forget); overlay.replaceChildren(); entries.clear(); referring.clear(); },
    };
  },
});
