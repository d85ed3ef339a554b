// Keeps what is typed on a page of the desk, in this tab alone, until it is saved or
// its writer signs out. Where nothing can be kept, the page works as it does without.
(() => {
  const { person } = document.currentScript.dataset;
  const MARK = "desk:";
  const { pathname, search } = location;
  const isOwn = pathname.endsWith("/add/") || search.includes("-page="); // of a table
  const address = isOwn ? pathname + search : pathname;
  const here = `${MARK}${person}:${address}:`; // and the name of what is kept
  const otherTabs = window.BroadcastChannel && new BroadcastChannel("desk");

  // A browser may forbid all of this, or have no room.
  function kept() {
    try {
      return Object.entries(sessionStorage).filter(([key]) => key.startsWith(MARK));
    } catch {
      return [];
    }
  }
  function keep(key, draft) {
    try {
      sessionStorage.setItem(key, JSON.stringify(draft));
    } catch {}
  }
  function forget(key) {
    try {
      sessionStorage.removeItem(key);
    } catch {}
  }
  function parsed(text) {
    try {
      return JSON.parse(text) ?? {};
    } catch {
      return {};
    }
  }
  function forgetAll() {
    for (const [key] of kept()) forget(key);
  }

  // Signing out, here or in another tab.
  if (!person) forgetAll();
  if (otherTabs) otherTabs.onmessage = forgetAll;
  document.addEventListener("submit", ({ target }) => {
    if (target.id !== "logout-form") return;
    forgetAll();
    otherTabs?.postMessage("signed out");
  });

  // The server tags the message of a save with the name of what was saved.
  function forgetSaved() {
    for (const { classList } of document.querySelectorAll(".messagelist li")) {
      const saved = [...classList].filter((name) => name.startsWith("typed-"));
      for (const name of saved) {
        const end = `:${name.slice("typed-".length)}`;
        for (const [key] of kept()) if (key.endsWith(end)) forget(key);
      }
    }
  }

  function start(name) {
    const form = name.form;
    const made = form.elements.namedItem("_versions");
    const field = (called) => form.elements.namedItem(called);
    let orphans = {}; // put back, with no place on this page any more
    let last = "";

    // `title`; in a row within the page `beat#12.title`, in a new one `beat+0.title`.
    function inRow(control) {
      const [, prefix, at, called] = control.name.match(/^(.+)-(\d+)-(\w+)$/) ?? [];
      const first = prefix && field(`${prefix}-INITIAL_FORMS`);
      if (!first) return null;
      const key = field(`${prefix}-${at}-id`)?.value;
      const row = key ? `${prefix}#${key}` : `${prefix}+${at - first.value}`;
      return { prefix, called, key, row };
    }
    function keyOf(control) {
      const within = inRow(control);
      return within ? `${within.row}.${within.called}` : control.name;
    }
    function isTyped(control) {
      return (
        control.name &&
        !control.name.startsWith("_") &&
        !control.name.includes("__prefix__") &&
        control.matches("textarea, select, input") &&
        !/^(hidden|password|file|submit|button|reset|image)$/.test(control.type)
      );
    }
    const controls = () => [...form.elements].filter(isTyped);
    const isBox = (control) => control.type === "checkbox" || control.type === "radio";
    const valueOf = (control) => (isBox(control) ? control.checked : control.value);
    function begunAs(control) {
      if (isBox(control)) return control.defaultChecked;
      if (!control.matches("select")) return control.defaultValue;
      const options = [...control.options];
      const chosen = options.find((option) => option.defaultSelected) ?? options[0];
      return chosen?.value ?? "";
    }

    const stored = kept().filter(([key]) => key.startsWith(here));
    const drafts = stored.map(([key, text]) => ({ key, ...parsed(text) }));
    // A page that was refused goes on with what it was sent with.
    const going = drafts.find(({ key }) => name.value && key === here + name.value);
    const carried = new Set(Object.keys(going?.said ?? {}));

    function said() {
      const found = {};
      const rows = new Set(); // new rows in which something stands
      for (const control of controls()) {
        const key = keyOf(control);
        const changed = carried.has(key) || valueOf(control) !== begunAs(control);
        if (changed && inRow(control)?.key === "") rows.add(inRow(control).row);
        if (changed) found[key] = noted(control);
      }
      for (const control of controls()) {
        // A refused page begins with the new rows that it was sent with.
        const within = inRow(control);
        if (within && !within.key && (going || rows.has(within.row))) {
          found[keyOf(control)] = noted(control);
        }
      }
      return { ...orphans, ...found };
    }
    function noted(control) {
      const option = control.matches("select") && control.selectedOptions[0];
      const more = option ? { words: option.text } : {};
      return { value: valueOf(control), ...more };
    }
    function store() {
      const now = said();
      const text = JSON.stringify(now);
      if (text === last || (!last && text === "{}")) return;
      last = text;
      if (text === "{}") return forget(here + name.value);
      name.value ||= Date.now().toString(36) + Math.random().toString(36).slice(2);
      keep(here + name.value, { at: Date.now(), made: made?.value, said: now });
    }

    const find = (key) => controls().find((control) => keyOf(control) === key);
    function stands(draft, value) {
      return Object.entries(draft.said ?? {}).every(([key, it]) => {
        const control = find(key);
        return control && value(control) === it.value;
      });
    }

    // The version that something was typed on is that which it is compared with.
    function base(control, from) {
      if (!made || !from) return;
      const within = inRow(control);
      const row = within ? `${within.prefix}-${within.key}` : "";
      const versions = parsed(made.value);
      if (!(row in versions)) return;
      versions[row] = parsed(from)[row] ?? -1;
      made.value = JSON.stringify(versions);
    }
    function set(control, { value, words }) {
      if (isBox(control)) control.checked = value;
      else {
        if (control.matches("select")) choose(control, value, words);
        control.value = value;
      }
      for (const fold of ancestors(control, "details")) fold.open = true;
      for (const kind of ["input", "change"]) {
        control.dispatchEvent(new Event(kind, { bubbles: true }));
      }
    }
    function choose(select, value, words) {
      // Choices that are looked up are not in the page.
      const isThere = [...select.options].some((option) => option.value === value);
      if (!isThere && select.matches(".admin-autocomplete")) {
        select.add(new Option(words, value));
      }
    }
    function* ancestors(node, selector) {
      for (let up = node.closest(selector); up; up = up.parentElement?.closest(selector)) {
        yield up;
      }
    }
    // New rows come after those that are on the page already.
    function grow(draft) {
      const moved = {};
      const wanted = {};
      for (const key of Object.keys(draft.said)) {
        const [, prefix, at] = key.match(/^(.+)\+(\d+)\./) ?? [];
        if (prefix) wanted[prefix] = Math.max(wanted[prefix] ?? 0, Number(at) + 1);
      }
      for (const [prefix, rows] of Object.entries(wanted)) {
        const total = () => Number(field(`${prefix}-TOTAL_FORMS`)?.value ?? 0);
        const first = Number(field(`${prefix}-INITIAL_FORMS`)?.value ?? 0);
        moved[prefix] = total() - first;
        const group = document.getElementById(`${prefix}-group`);
        for (let row = 0; row < rows; row += 1) {
          group?.querySelector(".add-row a")?.click();
        }
      }
      return (key) =>
        key.replace(/^(.+)\+(\d+)\./, (_, prefix, at) => {
          return `${prefix}+${Number(at) + (moved[prefix] ?? 0)}.`;
        });
    }
    function putBack(draft) {
      const place = grow(draft);
      const left = {};
      for (const [key, it] of Object.entries(draft.said)) {
        const control = find(place(key));
        if (control && !control.disabled) {
          base(control, draft.made);
          set(control, it);
        } else left[key] = it;
      }
      orphans = { ...orphans, ...left };
      if (!name.value) name.value = draft.key.slice(here.length);
      else if (draft.key !== here + name.value) forget(draft.key);
      last = "";
      store();
      return Object.entries(left).filter(([, { value }]) => typeof value === "string");
    }

    function offer(draft) {
      const notice = element("div", "desk-typed");
      notice.setAttribute("role", "status");
      const when = new Date(draft.at).toLocaleString(document.documentElement.lang, {
        dateStyle: "medium",
        timeStyle: "short",
      });
      const shifted = made && draft.made && draft.made !== made.value;
      const since = shifted
        ? " This page has changed since: when you save, you will see where that matters."
        : "";
      notice.append(element("p", "", `Typed on ${when} but not saved.${since}`));
      notice.append(
        press("Restore it", () => {
          const left = putBack(draft);
          notice.replaceChildren();
          if (left.length) showLeft(notice, left);
          else notice.remove();
        }),
        press("Discard it", () => {
          forget(draft.key);
          notice.remove();
        }),
      );
      form.before(notice);
    }
    function showLeft(notice, left) {
      notice.append(element("p", "", "There is no field for this any more. Copy what you need:"));
      for (const [key, { value, words }] of left) {
        const label = element("label", "desk-left", key.replace(/[#+.]/g, " "));
        const area = element("textarea");
        area.readOnly = true;
        area.value = words ?? value;
        label.append(area);
        notice.append(label);
      }
      notice.append(
        press("Discard it", () => {
          orphans = {};
          store();
          notice.remove();
        }),
      );
    }
    function element(tag, className = "", text = "") {
      const made = document.createElement(tag);
      made.className = className;
      made.textContent = text;
      return made;
    }
    function press(words, act) {
      const button = element("button", "desk-press", words);
      button.type = "button";
      button.addEventListener("click", act);
      return button;
    }

    for (const draft of drafts) {
      if (draft === going) continue;
      if (!draft.said || stands(draft, begunAs)) forget(draft.key);
      else if (stands(draft, valueOf)) putBack(draft); // by the browser: its base is ours
      else offer(draft);
    }
    if (going) store();

    const soon = () => setTimeout(store);
    for (const kind of ["change", "click", "focusin", "submit", "input"]) {
      form.addEventListener(kind, soon);
    }
    form.addEventListener("submit", store);
    // What is looked up tells jQuery alone that it has changed.
    window.django?.jQuery?.(form).on("change", soon);
    for (const kind of ["formset:added", "formset:removed"]) {
      document.addEventListener(kind, soon);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    forgetSaved();
    const name = document.querySelector('#content form [name="_typed"]');
    if (name) start(name);
  });
})();
