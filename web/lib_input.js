// What a person does, told to C++ as inputs of mirror/input.hpp: one set of listeners for the whole page. The DOM decides
// what was pressed, focused, typed and scrolled; the pointer's place is for the look of hovered things only.
/* global border, createFocusPaths, files, loop, _wasm_on_click, _wasm_on_focus, _wasm_on_key, _wasm_on_person_active, _wasm_on_pointer,
   _wasm_on_scroll, _wasm_on_submit, _wasm_on_value */
mergeInto(LibraryManager.library, {
  $createInput__deps: ['$border', '$files', '$loop', '$createFocusPaths'],
  $createInput: function (mirror, stage) {
    const kPressable = new Set(['link', 'button', 'tab', 'radio', 'checkbox', 'columnheader', 'rowheader', 'gridcell', 'row', 'menuitem',
      'listboxoption']);
    const kFields = new Set(['textfield', 'select']);
    const kFocusableState = 2048 | 4096;
    const kNewTabState = 8388608;
    // Key codes of mirror/input.hpp, and the bit of KeyMask that asks for each.
    const kKeys = { ArrowLeft: [0, 1], ArrowRight: [1, 1], ArrowUp: [2, 2], ArrowDown: [3, 2], Home: [4, 4], End: [5, 4], PageUp: [6, 8],
      PageDown: [7, 8], Escape: [8, 16], Enter: [9, 32], ' ': [10, 64], ContextMenu: [11, 128 | 512] };
    const kMenuKey = kKeys.ContextMenu;
    const kMenuButton = [11, 128];
    const kCopyKey = [12, 256];
    const kDragged = 16;  // beside the modifiers of a press: Modifier of mirror/input.hpp
    const kDouble = 32;
    const kPointer = { moved: 0, pressed: 1, released: 2, left: 3 };
    const kJitter_css_px = 4;
    const kTremble_css_px = 5;
    let pointer = null;       // last place, not told yet
    let rested_at = null;     // where the pointer was when it last counted as activity
    let went_down_at = null;
    let held = null;          // what the pointer drags
    let menu_key_heard = false;
    let toggled = [];
    const paths = createFocusPaths(stage);

    // ---- presses ----

    function pressed_entry(element) {
      let entry = mirror.closest(element);
      while (entry && !kPressable.has(entry.role) && entry.look !== 'handle' && !(entry.state & kFocusableState && !kFields.has(entry.role))) {
        if (kFields.has(entry.role)) return entry.field === 'combobox' ? entry : null;
        entry = mirror.closest(entry.element.parentElement);
      }
      return entry;
    }

    function is_plain(event) {
      return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    }

    function on_click(event) {
      const entry = pressed_entry(event.target);
      if (!entry) return;
      if (entry.role === 'radio' || entry.role === 'checkbox') {
        // The label's own click comes back as a click on its control.
        if (event.target !== entry.control) return;
        toggled.push(entry);
      }
      if (entry.control.tagName === 'A' && entry.control.hasAttribute('href')) {
        if (entry.control.target === '_blank' || !is_plain(event)) return;
        event.preventDefault();
      }
      if (entry.control.type === 'submit') return;
      if (entry.role === 'button' && entry.state & kNewTabState) files.open_tab();
      loop.answer(() => _wasm_on_click(entry.id, modifiers_of_press(event)));
    }

    function modifiers_of_press(event) {
      const by_pointer = event.detail > 0 && went_down_at !== null;
      const was_dragged = by_pointer && Math.abs(event.clientX - went_down_at.x) > kTremble_css_px;
      return modifiers_of(event) | (was_dragged ? kDragged : 0) | (event.detail === 2 ? kDouble : 0);
    }

    function on_submit(event) {
      const entry = mirror.closest(event.target);
      event.preventDefault();
      if (!entry) return;
      tell_fields(event.target);
      loop.answer(() => _wasm_on_submit(entry.id));
    }

    // Radios and checkboxes toggle by themselves; once C++ has dealt with it they show what it says.
    function restore_choices() {
      const restored = toggled;
      toggled = [];
      restored.forEach(mirror.restore_choice);
    }

    // ---- fields ----

    function give_value(entry, value = entry.control.value) {
      const given = border.give_text(value);
      entry.caret = entry.field === 'multiline' ? entry.control.selectionEnd : -1;
      _wasm_on_value(entry.id, given.pointer, given.length, entry.caret);
    }

    function tell_value(entry) {
      loop.report(() => give_value(entry));
    }

    // Password managers may fill without any event.
    function tell_fields(parent) {
      mirror.entries.forEach((entry) => {
        if (entry.role === 'textfield' && entry.control.value !== '' && parent.contains(entry.control)) tell_value(entry);
      });
    }

    function on_input(event) {
      const entry = mirror.closest(event.target);
      if (entry && entry.field === 'file') give_files(entry, event.target.files);
      else if (entry && kFields.has(entry.role)) loop.answer(() => give_value(entry));
    }

    // ---- files: chosen, pasted or dropped ----

    function give_files(entry, chosen) {
      if (chosen.length === 0) return;  // «change» after «input»
      const told = files.choose(chosen);
      entry.control.value = '';  // the same file may be chosen again
      loop.answer(() => give_value(entry, told));
    }

    function file_entry() {
      return mirror.closest(stage.querySelector('input[type=file]:not([inert] *)'));
    }

    function on_paste(event) {
      const entry = file_entry();
      if (!entry || !event.clipboardData || event.clipboardData.files.length === 0) return;
      event.preventDefault();
      give_files(entry, event.clipboardData.files);
    }

    // A file that is dropped elsewhere must not take the place of this page.
    function on_drag(event) {
      if (!event.dataTransfer || !event.dataTransfer.types.includes('Files')) return;
      const entry = file_entry();
      event.preventDefault();
      event.dataTransfer.dropEffect = entry ? 'copy' : 'none';
      if (entry && event.type === 'drop') give_files(entry, event.dataTransfer.files);
    }

    // A name is completed where the caret is, which keys and presses move without an input.
    function on_selection_change() {
      const entry = mirror.closest(document.activeElement);
      if (!entry || entry.field !== 'multiline' || entry.caret === entry.control.selectionEnd) return;
      if (entry.control.value.includes('@')) tell_value(entry);
    }

    function on_composition_end() {
      const entry = mirror.end_composition();
      if (entry) tell_value(entry);
    }

    // ---- focus ----

    function on_focus_in(event) {
      const entry = mirror.closest(event.target);
      tell_focus(entry ? entry.id : 0, event.target.matches(':focus-visible'));
    }

    function on_focus_out(event) {
      if (!event.relatedTarget) tell_focus(0, false);
    }

    function tell_focus(id, visible) {
      loop.report(() => _wasm_on_focus(id, visible ? 1 : 0));
    }

    // ---- keys ----

    function modifiers_of(event) {
      return (event.shiftKey ? 1 : 0) | (event.ctrlKey ? 2 : 0) | (event.altKey ? 4 : 0) | (event.metaKey ? 8 : 0);
    }

    function is_for_browser(event) {
      return event.isComposing || event.keyCode === 229 || event.metaKey ||
        (event.altKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight'));
    }

    // Escape hides it wherever the focus is: the pointer may have brought it (WCAG 1.4.13).
    function shown_tooltip() {
      return mirror.closest(Array.from(stage.querySelectorAll('[role=tooltip]')).find((each) => each.getClientRects().length > 0) || null);
    }

    // F6 goes to the next region, with Shift to the one before; beyond the last one the key is the browser's. A dialog has none.
    function go_to_region(step) {
      if (stage.querySelector('[aria-modal=true]')) return false;
      const regions = Array.from(stage.querySelectorAll('header, nav, main, footer'));
      const around = regions.filter((each) => each.contains(document.activeElement));
      const here = around.length > 0 ? regions.indexOf(around[around.length - 1]) : step > 0 ? -1 : regions.length;
      for (let at = here + step; at >= 0 && at < regions.length; at += step) {
        const first = paths.first_in(regions[at]);
        if (first) {
          first.focus({ focusVisible: true });
          return true;
        }
      }
      return false;
    }

    function on_key_down(event) {
      tell_person_active();
      if (event.key === 'F6' && !event.ctrlKey && !event.altKey && !event.metaKey && go_to_region(event.shiftKey ? -1 : 1)) {
        event.preventDefault();
        return;
      }
      const key = event.key === 'F10' && event.shiftKey ? kMenuKey : kKeys[event.key];
      if (event.key === 'Escape' && held) {
        event.preventDefault();
        give_up_drag();
        return;
      }
      const focused = mirror.closest(document.activeElement);
      if (!key || is_for_browser(event)) return;
      let entry = wanting(focused, key);
      if (key === kMenuKey && !event.repeat) menu_key_heard = entry !== null;
      if (!entry && event.key === 'Escape') entry = shown_tooltip();
      if (entry) {
        event.preventDefault();
        loop.answer(() => _wasm_on_key(entry.id, key[0], modifiers_of(event)));
      } else if (event.key === 'Enter' && focused && focused.role === 'link' && !focused.control.hasAttribute('href')) {
        // A link without an address explains itself; the browser would not press it. The answer moves the focus at once:
        // the rest of this key must not press what has it then.
        event.preventDefault();
        focused.control.click();
      } else if (event.key === 'Enter' && !event.shiftKey && focused && focused.field === 'multiline' && focused.control.form &&
        !matchMedia('(pointer: coarse)').matches) {
        // As in other messengers; a phone's keyboard has no other key for a new line.
        event.preventDefault();
        if (!event.repeat) focused.control.form.requestSubmit();
      } else if (event.key === 'Enter' && event.repeat && focused && focused.role === 'button') {
        event.preventDefault();  // a key that is held must not press what the first press has brought
      }
    }

    function wanting(entry, key) {
      let at = entry;
      while (at && !(at.keys & key[1])) at = mirror.closest(at.element.parentElement);
      return at;
    }

    // The other button, a long touch. Some systems send it for a key too, when that is released, to what has the focus by then: what
    // the key meant has been heard before.
    function on_context_menu(event) {
      if (menu_key_heard) event.preventDefault();
      const entry = !menu_key_heard && wanting(mirror.closest(event.target), kMenuButton);
      if (!entry) return;
      event.preventDefault();
      on_pointer_leave();
      loop.answer(() => _wasm_on_key(entry.id, kMenuButton[0], 0));
    }

    // The clipboard takes what stands there when this event is over: a frame is drawn within it (decision 10). Text that was
    // selected, on the page or in a field, stays the browser's own.
    function on_copy(event) {
      const entry = wanting(mirror.closest(document.activeElement), kCopyKey);
      if (!entry || !getSelection().isCollapsed) return;
      const text = mirror.copied_by(() => {
        loop.report(() => _wasm_on_key(entry.id, kCopyKey[0], 0));
        loop.run_frame();
      });
      if (text === null) return;
      event.clipboardData.setData('text/plain', text);
      event.preventDefault();
    }

    // ---- scrolling ----

    // On paper nothing is in sight, and a scroller that paper leaves out stands at its beginning until it is back: nobody has scrolled it.
    let is_printing = false;
    const is_on_paper = () => is_printing || matchMedia('print').matches;

    function on_scroll(event) {
      if (is_on_paper()) return;
      const entry = event.target.nodeType === Node.ELEMENT_NODE ? mirror.closest(event.target) : null;
      if (!entry || entry.element !== event.target || !mirror.hear_scroll(entry)) return;
      loop.report(() => _wasm_on_scroll(entry.id, event.target.scrollLeft, event.target.scrollTop));
    }

    // ---- what is in sight of the messages of the HTML version, which the browser scrolls ----

    // Told as the value of their list: the numbers of the first and the last one. Nobody sees a hidden page. What stays in sight above and
    // below the list (it is found by what its style is: in a low window nothing does) covers what is behind it: how much, the style sheet
    // needs to know for what takes the focus there. True when C++ has something to do.
    let sight = { list: null, room: '', told: '' };
    function tell_sight() {
      const list = document.hidden || is_on_paper() || !document.documentElement.classList.contains('face-html') ? null : stage.querySelector('ul[data-look=bubble]');
      if (!list) return false;
      let [top, bottom, above, below] = [0, innerHeight, 0, 0];
      for (const each of list.parentElement.children) {
        if (getComputedStyle(each).position !== 'sticky') continue;
        const box = each.getBoundingClientRect();
        if (each.compareDocumentPosition(list) & Node.DOCUMENT_POSITION_FOLLOWING) [top, above] = [Math.max(top, box.bottom), box.height];
        else [bottom, below] = [Math.min(bottom, box.top), box.height];
      }
      const room = above + 'px ' + below + 'px';
      const numbers = Array.from(list.children).filter((each) => {
        const box = each.getBoundingClientRect();
        return each.hasAttribute('aria-posinset') && box.bottom > top && box.top < bottom;
      }).map((each) => each.getAttribute('aria-posinset'));
      const told = numbers.length > 0 ? numbers[0] + ' ' + numbers[numbers.length - 1] : '';
      if (sight.list === list && sight.room === room && sight.told === told) return false;
      const is_news = sight.list !== list || sight.told !== told;
      const entry = mirror.closest(list);
      sight = { list, room, told };
      list.parentElement.style.setProperty('--covered', room);
      if (is_news) loop.report(() => give_value(entry, told));
      return is_news;
    }

    // ---- pointer ----

    function place_of(event) {
      const corner = stage.getBoundingClientRect();
      return { x: event.clientX - corner.left, y: event.clientY - corner.top };
    }

    // Moves are told once a frame, with the last place.
    function tell_pointer_place() {
      if (!pointer) return;
      const place = pointer;
      pointer = null;
      border.enter(() => _wasm_on_pointer(kPointer.moved, place.x, place.y));
    }

    function on_pointer_move(event) {
      if (!event.isPrimary) return;
      pointer = place_of(event);
      if (!rested_at || Math.hypot(event.clientX - rested_at.x, event.clientY - rested_at.y) >= kJitter_css_px) {
        if (rested_at) tell_person_active();
        rested_at = { x: event.clientX, y: event.clientY };
      }
      loop.set_idle(false);
      loop.request_frame();
    }

    function on_pointer_button(event, what) {
      if (!event.isPrimary || event.button > 0) return;
      const place = place_of(event);
      pointer = null;
      if (what === kPointer.released) held = null;
      loop.report(() => _wasm_on_pointer(what, place.x, place.y));
      if (what === kPointer.released && event.pointerType !== 'mouse') on_pointer_leave();
    }

    function on_pointer_down(event) {
      tell_person_active();
      menu_key_heard = false;
      went_down_at = { x: event.clientX, y: event.clientY };
      const entry = mirror.closest(event.target);
      held = entry && (entry.look === 'handle' || entry.look === 'draggable') && event.button === 0 ? entry : null;
      // A drag goes on outside the element, and outside the window.
      if (held) event.target.setPointerCapture(event.pointerId);
      on_pointer_button(event, kPointer.pressed);
    }

    // Whatever has the focus meanwhile: a button that is pressed does not get it in every browser. The press that is still to come
    // counts as the end of a drag, wherever the pointer is then.
    function give_up_drag() {
      const entry = held;
      held = null;
      went_down_at = { x: Infinity, y: Infinity };
      loop.answer(() => _wasm_on_key(entry.id, kKeys.Escape[0], 0));
    }

    // The browser has taken the pointer for scrolling: what was begun with it is given up.
    function on_pointer_cancel(event) {
      on_pointer_leave();
      on_pointer_button(event, kPointer.released);
    }

    // A press in the list of a combo box leaves the focus in its field.
    function on_mouse_down(event) {
      if (event.target.closest('[role=listbox]')) event.preventDefault();
    }

    function on_pointer_leave() {
      pointer = null;
      loop.report(() => _wasm_on_pointer(kPointer.left, 0, 0));
    }

    function tell_person_active() {
      border.enter(() => _wasm_on_person_active());
    }

    // ---- all listeners ----

    function listen(kiosk) {
      stage.addEventListener('click', on_click);
      stage.addEventListener('submit', on_submit);
      stage.addEventListener('input', on_input);
      stage.addEventListener('change', on_input);
      stage.addEventListener('focusin', on_focus_in);
      stage.addEventListener('focusout', on_focus_out);
      stage.addEventListener('scroll', on_scroll, { capture: true, passive: true });
      document.addEventListener('scroll', tell_sight, { passive: true });
      stage.addEventListener('compositionstart', (event) => mirror.begin_composition(mirror.closest(event.target)));
      stage.addEventListener('compositionend', on_composition_end);
      document.addEventListener('selectionchange', on_selection_change);
      document.addEventListener('keydown', on_key_down);
      document.addEventListener('copy', on_copy);
      document.addEventListener('paste', on_paste);
      document.addEventListener('dragover', on_drag);
      document.addEventListener('drop', on_drag);
      stage.addEventListener('contextmenu', on_context_menu);
      stage.addEventListener('mousedown', on_mouse_down);
      stage.addEventListener('pointermove', on_pointer_move);
      stage.addEventListener('pointerdown', on_pointer_down);
      stage.addEventListener('pointerup', (event) => on_pointer_button(event, kPointer.released));
      stage.addEventListener('pointercancel', on_pointer_cancel);
      stage.addEventListener('pointerleave', on_pointer_leave);
      stage.addEventListener('wheel', tell_person_active, { passive: true });
      if (kiosk) document.addEventListener('contextmenu', (event) => event.preventDefault());
      loop.before_frame(tell_pointer_place);
      loop.when_idle(restore_choices);
      loop.when_idle(tell_sight);
    }

    // Elements of index.html have become nodes: what was typed, focused and pressed in them before now counts.
    function on_adopted(adopted) {
      adopted.forEach((entry) => {
        if (kFields.has(entry.role) && entry.control.value !== '') tell_value(entry);
        if (document.activeElement === entry.control) tell_focus(entry.id, entry.control.matches(':focus-visible'));
      });
      const pressed = Module['spico'].take_presses();
      adopted.filter((entry) => pressed.includes(entry.element.dataset.adopt)).forEach((entry) => {
        loop.report(() => (entry.role === 'form' ? _wasm_on_submit(entry.id) : _wasm_on_click(entry.id, 0)));
      });
    }

    return { listen, on_adopted, tell_all_fields: () => tell_fields(stage), set_printing: (is_on) => { is_printing = is_on; } };
  },
});
