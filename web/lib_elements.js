// From one node of the semantic tree to one element: which element a role becomes, and how its properties are written.
// Every property is written after creation by the same code, so none can be forgotten. For lib_mirror.js.
/* global files */
mergeInto(LibraryManager.library, {
  $createElements__deps: ['$files'],
  $createElements: function () {
    // The order of Role, FieldKind and Look in mirror/node.hpp; tests compare them.
    const kRoles = ['none', 'main', 'banner', 'navigation', 'contentinfo', 'region', 'form', 'search', 'group', 'heading',
      'text', 'label', 'link', 'button', 'tablist', 'tab', 'tabpanel', 'radiogroup', 'radio', 'checkbox', 'textfield',
      'select', 'option', 'list', 'listitem', 'grid', 'gridbody', 'row', 'columnheader', 'rowheader', 'gridcell', 'dialog',
      'alertdialog', 'menu', 'menuitem', 'status', 'alert', 'progress', 'image', 'listbox', 'listboxoption', 'tooltip', 'painted'];
    const kFields = ['text', 'password', 'onetimecode', 'date', 'search', 'email', 'phone', 'combobox', 'number', 'multiline', 'file', 'time'];
    const kLooks = ['plain', 'inline', 'primary', 'quiet', 'danger', 'icon', 'card', 'chip', 'badge', 'muted', 'error',
      'success', 'warning', 'toolbar', 'tile', 'page', 'rail', 'header', 'stack', 'rowofitems', 'scroller', 'skeleton',
      'hidden', 'print', 'draggable', 'handle', 'anchor', 'active', 'toast', 'empty', 'bubble', 'ownbubble', 'photo'];
    const kState = { disabled: 1, checked: 2, selected: 4, has_expanded: 8, expanded: 16, has_pressed: 32, pressed: 64,
      required: 128, invalid: 256, busy: 512, modal: 1024, focusable: 2048, focusable_by_code: 4096, read_only: 8192,
      has_popup: 16384, scroller: 32768, occluded: 65536, paints_text: 131072, current: 262144, no_spellcheck: 524288,
      offscreen: 1048576, sort_ascending: 2097152, sort_descending: 4194304, new_tab: 8388608,
      revealed: 16777216, submit: 33554432, has_dialog: 67108864, multiple: 134217728, in_sight: 268435456 };

    const kTags = { main: 'main', banner: 'header', navigation: 'nav', contentinfo: 'footer', region: 'section', form: 'form',
      search: 'form', label: 'label', link: 'a', button: 'button', tab: 'button', textfield: 'input', select: 'select',
      option: 'option', list: 'ul', listitem: 'li', menuitem: 'button', progress: 'progress', painted: 'span' };
    const kAriaRoles = { search: 'search', group: 'group', tablist: 'tablist', tab: 'tab', tabpanel: 'tabpanel',
      radiogroup: 'radiogroup', list: 'list', grid: 'grid', gridbody: 'rowgroup', row: 'row', columnheader: 'columnheader',
      rowheader: 'rowheader', gridcell: 'gridcell', dialog: 'dialog', alertdialog: 'alertdialog', menu: 'menu',
      menuitem: 'menuitem', status: 'status', alert: 'alert', image: 'img', listbox: 'listbox', listboxoption: 'option',
      tooltip: 'tooltip' };
    // Their name is their text; every other role that may have a name gets it by aria-label.
    const kNamedByText = ['none', 'heading', 'text', 'label', 'link', 'button', 'tab', 'option', 'listitem', 'columnheader',
      'rowheader', 'gridcell', 'menuitem', 'status', 'alert', 'listboxoption', 'tooltip', 'painted'];
    const kPhrasing = ['P', 'SPAN', 'BUTTON', 'A', 'LABEL', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6'];
    const kPasswordManagersKeepOut = { 'data-1p-ignore': '', 'data-lpignore': 'true', 'data-bwignore': '', 'data-form-type': 'other' };

    function set_attribute(element, name, value) {
      if (value === null) {
        if (element.hasAttribute(name)) element.removeAttribute(name);
      } else if (element.getAttribute(name) !== value) {
        element.setAttribute(name, value);
      }
    }

    function when(condition, value) {
      return condition ? value : null;
    }

    function tag_of(role, level, look, parent) {
      if (role === 'heading') return 'h' + Math.min(Math.max(level, 1), 6);
      if (role === 'text') return look === 'inline' || kPhrasing.includes(parent.tagName) ? 'span' : 'p';
      return kTags[role] || 'div';
    }

    // A radio or checkbox brings its own label, so that its name is a text that can be seen, found and pressed.
    function create_choice(role, group) {
      const element = document.createElement('label');
      const control = document.createElement('input');
      const caption = document.createElement('span');
      element.className = 'choice';
      control.type = role;
      if (role === 'radio') control.name = 'choice-' + group;
      element.append(control, caption);
      return { element: element, control: control, caption: caption };
    }

    function create(role, level, look, parent_element, parent_id, field) {
      if (role === 'radio' || role === 'checkbox') return create_choice(role, parent_id);
      const tag = field === 'multiline' ? 'textarea' : look === 'photo' ? 'img' : tag_of(role, level, look, parent_element);
      const element = document.createElement(tag);
      if (kAriaRoles[role] && tag !== 'img') element.setAttribute('role', kAriaRoles[role]);
      if (role === 'form' || role === 'search') element.noValidate = true;
      if (role === 'tab' || role === 'menuitem') element.type = 'button';
      if (look === 'chip' && level) element.dataset.tone = level;
      if (role === 'painted') paint(element, level);
      return { element: element, control: element, caption: element };
    }

    // PaintedStyle of mirror/node.hpp. Only for the eyes: the text itself is in the tree already.
    const kPaintedColours = ['text', 'muted', 'accent', 'on-accent', 'danger', 'warning', 'success', 'surface'];
    function paint(element, level) {
      element.setAttribute('aria-hidden', 'true');
      element.dataset.painted = ['small', 'body', 'section', 'title'][level & 3] + (level & 4 ? ' bold' : '') + (level & 128 ? ' middle' : '');
      element.style.setProperty('--ink', 'var(--' + kPaintedColours[level >> 3 & 15] + ')');
    }

    function write_field_kind(entry, has) {
      const types = { file: 'file', password: has('revealed') ? 'text' : 'password', search: 'search', phone: 'tel', time: 'time' };
      const modes = { onetimecode: 'numeric', date: 'numeric', number: 'numeric', email: 'email' };
      const roles = { combobox: 'combobox', number: 'spinbutton' };
      const type = types[entry.field] || 'text';
      if (entry.field !== 'multiline' && entry.control.type !== type) entry.control.type = type;
      if (entry.field === 'file') Object.assign(entry.control, { multiple: true, accept: 'image/jpeg,image/png,application/pdf' });
      set_attribute(entry.control, 'inputmode', modes[entry.field] || null);
      set_attribute(entry.control, 'role', roles[entry.field] || null);
      set_attribute(entry.control, 'aria-autocomplete', when(entry.field === 'combobox', 'list'));
      const is_typed_exactly = entry.field === 'password' || entry.field === 'email' || entry.autocomplete === 'username';
      set_attribute(entry.control, 'autocapitalize', when(is_typed_exactly, 'none'));
    }

    function is_native_control(element) {
      return ['BUTTON', 'INPUT', 'SELECT', 'TEXTAREA'].includes(element.tagName) || (element.tagName === 'A' && element.hasAttribute('href'));
    }

    function tabindex_of(entry, has) {
      if (has('focusable_by_code')) return '-1';
      const pretends_to_be_link = entry.role === 'link' && !entry.control.hasAttribute('href');
      return when((has('focusable') || pretends_to_be_link) && !is_native_control(entry.control), '0');
    }

    function write_link(entry) {
      if (entry.role !== 'link') return;
      const disabled = (entry.state & kState.disabled) !== 0;
      const safe = /^(#|https?:\/\/|mailto:|tel:)/.test(entry.href || '');
      set_attribute(entry.control, 'href', when(safe && !disabled, entry.href));
      set_attribute(entry.control, 'role', when(!entry.control.hasAttribute('href'), 'link'));
      const new_tab = (entry.state & kState.new_tab) !== 0;
      set_attribute(entry.control, 'target', when(new_tab, '_blank'));
      set_attribute(entry.control, 'rel', when(new_tab, 'noopener noreferrer'));
    }

    function write_field_state(entry, has) {
      const control = entry.control;
      if (entry.role === 'radio' || entry.role === 'checkbox') {
        if (control.checked !== has('checked')) control.checked = has('checked');
      }
      if (entry.role === 'button') control.type = has('submit') ? 'submit' : 'button';
      if (entry.role !== 'textfield') return;
      write_field_kind(entry, has);
      const read_only = has('read_only') || has('disabled');
      if (control.readOnly !== read_only) control.readOnly = read_only;
      set_attribute(control, 'spellcheck', when(has('no_spellcheck') || entry.field === 'password', 'false'));
      Object.keys(kPasswordManagersKeepOut).forEach((name) => {
        set_attribute(control, name, when(has('no_spellcheck'), kPasswordManagersKeepOut[name]));
      });
      set_attribute(control, 'autocomplete', entry.autocomplete || when(has('no_spellcheck'), 'off'));
    }

    function selected_of(entry, has) {
      if (entry.role === 'tab' || entry.role === 'listboxoption') return String(has('selected'));
      return when(has('selected') && entry.role !== 'option', 'true');
    }

    function sort_of(has) {
      if (has('sort_ascending')) return 'ascending';
      return when(has('sort_descending'), 'descending');
    }

    function popup_of(has) {
      if (has('has_popup')) return 'menu';
      return when(has('has_dialog'), 'dialog');
    }

    const kTold = bits('disabled', 'has_expanded', 'expanded', 'has_pressed', 'pressed', 'required', 'invalid', 'busy', 'modal', 'read_only',
      'has_popup', 'has_dialog', 'multiple', 'current', 'sort_ascending', 'sort_descending');
    const kSeen = bits('occluded', 'paints_text', 'offscreen', 'scroller');

    function bits(...names) {
      return names.reduce((sum, name) => sum | kState[name], 0);
    }

    // Asking an element for what it does not have costs as much as writing it: only what has changed is looked at, on an element of
    // index.html everything.
    function write_state(entry) {
      const has = (name) => (entry.state & kState[name]) !== 0;
      const changed = entry.state ^ entry.written;
      entry.written = entry.state;
      write_link(entry);
      if (entry.look === 'photo') files.show(entry.control, entry.href);
      write_field_state(entry, has);
      set_attribute(entry.control, 'tabindex', tabindex_of(entry, has));
      set_attribute(entry.control, 'aria-selected', selected_of(entry, has));
      set_attribute(entry.element, 'data-look', when(entry.look !== 'plain', entry.look));
      // What is current may now be so in another way.
      if (changed & kTold || has('current')) write_told_state(entry, has);
      if (changed & kSeen) write_seen_state(entry, has);
    }

    function write_told_state(entry, has) {
      const control = entry.control;
      set_attribute(control, 'aria-disabled', when(has('disabled'), 'true'));
      set_attribute(control, 'aria-expanded', when(has('has_expanded'), String(has('expanded'))));
      set_attribute(control, 'aria-pressed', when(has('has_pressed'), String(has('pressed'))));
      set_attribute(control, 'aria-required', when(has('required'), 'true'));
      set_attribute(control, 'aria-invalid', when(has('invalid'), 'true'));
      set_attribute(control, 'aria-busy', when(has('busy'), 'true'));
      set_attribute(control, 'aria-modal', when(has('modal'), 'true'));
      set_attribute(control, 'aria-readonly', when(has('read_only') && entry.role === 'grid', 'true'));
      set_attribute(control, 'aria-haspopup', popup_of(has));
      set_attribute(control, 'aria-multiselectable', when(has('multiple'), 'true'));
      set_attribute(control, 'aria-current', when(has('current'), entry.role === 'gridcell' ? 'date' : entry.look === 'active' ? 'true' : 'page'));
      // One header at a time says how its column is sorted; what sorts behind it only shows it.
      set_attribute(control, entry.role === 'columnheader' ? 'aria-sort' : 'data-sort', sort_of(has));
    }

    function write_seen_state(entry, has) {
      set_attribute(entry.element, 'data-occluded', when(has('occluded'), ''));
      set_attribute(entry.element, 'data-paints-text', when(has('paints_text'), ''));
      set_attribute(entry.element, 'data-offscreen', when(has('offscreen'), ''));
      set_attribute(entry.element, 'data-scroller', when(has('scroller'), ''));
    }

    // What a search has found of a name, in the HTML version (::highlight): the text stays one node.
    const found = typeof Highlight === 'function' ? new Highlight() : null;
    if (found) CSS.highlights.set('found', found);

    function forget_marks(entry) {
      if (entry.marks) entry.marks.forEach((range) => found.delete(range));
      entry.marks = null;
    }

    // Its element is gone.
    function forget(entry) {
      forget_marks(entry);
      if (entry.look === 'photo') files.forget(entry.control);
    }

    function write_marks(entry) {
      forget_marks(entry);
      if (!found || !entry.marked) return;
      const node = entry.text_node;
      entry.marks = entry.marked.split(' ').map((span) => {
        const ends = span.split('-').map(Number);
        return new StaticRange({ startContainer: node, startOffset: ends[0], endContainer: node, endOffset: ends[1] });
      });
      entry.marks.forEach((range) => found.add(range));
    }

    // `named_by_label`: a <label> of the tree already names this field.
    function write_name(entry, named_by_label) {
      if (entry.role === 'radio' || entry.role === 'checkbox' || kNamedByText.includes(entry.role)) {
        if (!entry.text_node) {
          entry.text_node = Array.from(entry.caption.childNodes).find((node) => node.nodeType === Node.TEXT_NODE) || null;
        }
        if (!entry.text_node) {
          if (entry.name === '') return;
          entry.text_node = document.createTextNode('');
          entry.caption.prepend(entry.text_node);
        }
        if (entry.text_node.data !== entry.name) entry.text_node.data = entry.name;
        write_marks(entry);
      } else {
        set_attribute(entry.control, entry.look === 'photo' ? 'alt' : 'aria-label', when(entry.name !== '' && !named_by_label, entry.name));
      }
    }

    // Those behind the progress: any number but that one is theirs.
    const kValueAttributes = ['aria-valuenow', 'aria-valuemin', 'aria-valuemax'];
    const kNoNumber = -2147483648;
    const kNumberAttributes = ['aria-rowcount', 'aria-colcount', 'aria-rowindex', 'aria-colindex', 'aria-posinset', 'aria-setsize'];

    function write_number(entry, field, value) {
      if (field < kNumberAttributes.length) {
        set_attribute(entry.control, kNumberAttributes[field], when(value > 0, String(value)));
      } else if (field > kNumberAttributes.length) {
        set_attribute(entry.control, kValueAttributes[field - kNumberAttributes.length - 1], when(value !== kNoNumber, String(value)));
      } else {
        set_attribute(entry.control, 'value', when(value >= 0, String(value / 100)));
      }
    }

    return { roles: kRoles, fields: kFields, looks: kLooks, state: kState, create, set_attribute, write_state, write_name,
      write_number, forget };
  },
  $elements: '=createElements()',
  $elements__deps: ['$createElements'],
});
