// Where the focus goes when the element that had it is gone. For the mirror (lib_mirror.js).
mergeInto(LibraryManager.library, {
  $createFocusPaths: function (overlay) {
    const kFocusable = 'a[href], button, input, select, textarea, [tabindex]';

    // Where the focus was, once its element is gone.
    function orphan_of(removed) {
      const marker = document.createComment('');
      removed.before(marker);
      return { marker: marker, kin: removed.parentElement.closest('[role=grid], [role=menu], [role=tablist], [role=radiogroup], ul') };
    }

    function is_usable(element) {
      return element.isConnected && element.tabIndex >= 0 && !element.closest('[inert]');
    }

    // The next one in the same grid, menu or list, else the one before; else the same in the page; else the title.
    function neighbour(orphan) {
      const all = Array.from(overlay.querySelectorAll(kFocusable));
      const is_after = (element) => (orphan.marker.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
      const nearest = all.filter(is_after).concat(all.filter((element) => !is_after(element)).reverse());
      const kin = (element) => orphan.kin !== null && orphan.kin.contains(element);
      return nearest.find(kin) || nearest.find(is_usable) || overlay.querySelector('h1');
    }

    function first_in(element) {
      return Array.from(element.querySelectorAll(kFocusable)).find(is_usable);
    }

    return { orphan_of: orphan_of, neighbour: neighbour, first_in: first_in };
  },
});
