// What may tell too early, beside the field that it stands in: first what the server
// found in what is saved, then, as somebody types, in what stands there now.
(() => {
  const PAUSE = 900; // milliseconds without a key
  const ROWS = { beat: "beat", answer: "entry" }; // what rows within a page are

  function start(desk) {
    const { noun, key, check } = desk.dataset;
    const names = new Set(desk.dataset.names.split(" "));
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;

    // The row that a field belongs to: that of the page, or one of the beats or the
    // new answers on it.
    function rowOf(field) {
      const inline = field.name.match(/^(beat|answer)-(\d+)-(\w+)$/);
      if (!inline) return { noun, key, prefix: "", name: field.name };
      const prefix = `${inline[1]}-${inline[2]}-`;
      const id = document.querySelector(`[name="${prefix}id"]`)?.value ?? "";
      return { noun: ROWS[inline[1]], key: id, prefix, name: inline[3] };
    }

    function minuteOf(row, minute) {
      const typed = document.querySelector(`[name="${row.prefix}${minute}"]`)?.value;
      const isAnswer = row.prefix.startsWith("answer"); // safe from its question's on
      return typed || (isAnswer && document.querySelector(`[name="${minute}"]`)?.value);
    }

    function beside(field) {
      // Below its whole line: within it, the list would take the field's width.
      const line = field.closest(".flex-container") ?? field.closest(".markdownx");
      const widget = line ?? field;
      if (!widget.nextElementSibling?.matches(".desk-beside")) {
        const list = document.createElement("ul");
        list.className = "desk-beside";
        list.setAttribute("aria-live", "polite");
        widget.after(list);
      }
      return widget.nextElementSibling;
    }

    function show(field) {
      const row = rowOf(field);
      const mine = [...desk.querySelectorAll(".desk-finding")].filter(
        ({ dataset }) =>
          dataset.noun === row.noun && dataset.key === row.key && dataset.name === row.name,
      );
      if (!mine.length) return;
      const isList = desk.matches(".desk-section"); // a film's stays whole
      beside(field).replaceChildren(...mine.map((li) => (isList ? li.cloneNode(true) : li)));
      field.closest("details")?.setAttribute("open", "");
    }

    async function ask(field) {
      const row = rowOf(field);
      const { noun, key, name } = row;
      const body = new URLSearchParams({ noun, key, name, text: field.value });
      for (const minute of ["horizon", "minute"]) {
        const typed = minuteOf(row, minute);
        if (typed) body.set(minute, typed);
      }
      const headers = { "X-CSRFToken": token };
      const how = { method: "POST", redirect: "manual", body, headers };
      const answer = await fetch(check, how).catch(() => null);
      // Nobody there, or no longer signed in: what was found before stays.
      if (answer?.ok) beside(field).innerHTML = await answer.text();
    }

    function isText(field) {
      if (!field.matches("textarea[name], input[type=text][name]")) return false;
      const row = rowOf(field);
      return names.has(`${row.noun}.${row.name}`) && !field.name.includes("__prefix__");
    }

    [...document.querySelectorAll("textarea, input")].filter(isText).forEach(show);
    const waiting = new Map();
    document.addEventListener("input", ({ target }) => {
      if (!isText(target)) return;
      clearTimeout(waiting.get(target));
      waiting.set(target, setTimeout(() => ask(target), PAUSE));
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    const desk = document.querySelector(".desk-spoilers[data-check]");
    if (desk) start(desk);
  });
})();
