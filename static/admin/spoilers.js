// What may tell too early, beside the field that it stands in: first what the server
// finds in what is saved, once the page is there, then, as somebody types, in what
// stands there now. The server reads one text at a time and says when it is busy.
(() => {
  const PAUSE = 900; // milliseconds without a key
  const TRIES = 8; // of a server that is busy

  function start(desk) {
    const { kind, key, check } = desk.dataset;
    const names = new Set(desk.dataset.names.split(" "));
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;

    // The row that a field belongs to: that of the page, or one of the beats or the
    // new answers on it.
    function rowOf(field) {
      const inline = field.name.match(/^(beat|answer)-(\d+)-(\w+)$/);
      if (!inline) return { kind, key, prefix: "", name: field.name };
      const prefix = `${inline[1]}-${inline[2]}-`;
      const id = document.querySelector(`[name="${prefix}id"]`)?.value ?? "";
      return { kind: inline[1], key: id, prefix, name: inline[3] };
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
          dataset.kind === row.kind && dataset.key === row.key && dataset.name === row.name,
      );
      if (!mine.length) return;
      const isList = desk.matches(".desk-section"); // a film's stays whole
      beside(field).replaceChildren(...mine.map((li) => (isList ? li.cloneNode(true) : li)));
      field.closest("details")?.setAttribute("open", "");
    }

    // Who was told that the server is busy asks again, with what stands there by then.
    async function answered(ask) {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const answer = await ask().catch(() => null);
        if (answer?.status !== 429) return answer;
        const seconds = Number(answer.headers.get("Retry-After")) || 1;
        await new Promise((go) => setTimeout(go, (seconds + Math.random()) * 1000));
      }
      return null;
    }

    async function list() {
      const answer = await answered(() => fetch(desk.dataset.found, { redirect: "manual" }));
      if (!answer?.ok) return; // the link is there
      const list = desk.querySelector("ul");
      list.innerHTML = await answer.text();
      list.nextElementSibling?.remove();
      const open = [...list.querySelectorAll(".desk-finding:not(.desk-waved)")];
      const link = document.querySelector('.desk-jump [href="#spoilers"]');
      if (link) link.textContent += ` (${list.querySelectorAll(".desk-finding").length})`;
      sayOfSaved(open);
      const fields = [...document.querySelectorAll("textarea, input")].filter(isText);
      for (const field of fields) if (!newest.has(field)) show(field);
    }

    // After a save: the words that may tell, beside the message of it.
    function sayOfSaved(open) {
      const told = document.querySelector(".messagelist li[class*='saved-']");
      const mine = open.filter(({ dataset }) =>
        told?.classList.contains(`saved-${dataset.kind}-${dataset.key}`),
      );
      if (!mine.length) return;
      const words = new Set(mine.map(({ dataset }) => `“${dataset.word}”`));
      const warning = document.createElement("li");
      warning.className = "warning";
      warning.setAttribute("role", "status");
      warning.textContent = `Possible spoilers: ${[...words].join(", ")}.`;
      told.after(warning);
    }

    const newest = new Map(); // what was asked last of each field

    async function ask(field) {
      newest.get(field)?.abort();
      const asked = new AbortController();
      newest.set(field, asked);
      const answer = await answered(() => send(field, asked.signal));
      // Nobody there, or no longer signed in: what was found before stays.
      if (!answer?.ok || asked.signal.aborted) return;
      const found = await answer.text().catch(() => null);
      if (found !== null && !asked.signal.aborted) beside(field).innerHTML = found;
    }

    function send(field, signal) {
      const row = rowOf(field);
      const { kind, key, name } = row;
      const body = new URLSearchParams({ kind, key, name, text: field.value });
      for (const minute of ["horizon", "minute"]) {
        const typed = minuteOf(row, minute);
        if (typed) body.set(minute, typed);
      }
      const headers = { "X-CSRFToken": token };
      return fetch(check, { method: "POST", redirect: "manual", body, headers, signal });
    }

    function isText(field) {
      if (!field.matches("textarea[name], input[type=text][name]")) return false;
      const row = rowOf(field);
      return names.has(`${row.kind}.${row.name}`) && !field.name.includes("__prefix__");
    }

    if (desk.dataset.found) list();
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
