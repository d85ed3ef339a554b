// The live preview of every Markdown editor of the desk: of those that stand there, of
// rows that are added or put back, and of folded texts once they are opened. In place of
// django-markdownx's own script, which starts only what is there while it loads, lets an
// old answer overwrite a newer one, and keeps the Tab key to itself.
(() => {
  const PAUSE = 500; // milliseconds without a key
  const asked = new WeakMap(); // an editor → how often its preview was asked for
  const timers = new WeakMap();

  async function draw(editor) {
    clearTimeout(timers.get(editor));
    const turn = (asked.get(editor) ?? 0) + 1;
    asked.set(editor, turn);
    const preview = editor.closest(".markdownx").querySelector(".markdownx-preview");
    grow(editor);
    if (!editor.value.trim()) return preview.replaceChildren();
    const answer = await fetch(editor.dataset.markdownxUrlsPath, {
      method: "POST",
      headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
      body: new URLSearchParams({ content: editor.value }),
    }).catch(() => null); // no connection: the next key asks again
    const text = await answer?.text();
    if (asked.get(editor) !== turn) return; // a newer one is on its way
    if (answer?.ok) preview.innerHTML = text;
    else if (answer?.status === 400) preview.textContent = text; // what is wrong with it
  }
  function drawSoon(editor) {
    clearTimeout(timers.get(editor));
    timers.set(editor, setTimeout(() => draw(editor), PAUSE));
  }
  function grow(editor) {
    const border = editor.offsetHeight - editor.clientHeight;
    const needed = editor.scrollHeight + border;
    if (needed > editor.offsetHeight) editor.style.height = `${needed}px`;
  }

  // A film has dozens of beats, and each preview is a request: folded ones wait.
  function start(within) {
    for (const editor of within.querySelectorAll(".markdownx-editor")) {
      const waits = editor.closest("details:not([open]), .empty-form");
      if (!waits && !asked.has(editor)) draw(editor);
    }
  }

  document.addEventListener("input", ({ target }) => {
    if (target.matches(".markdownx-editor")) drawSoon(target);
  });
  document.addEventListener("toggle", ({ target }) => start(target), true);
  // A file that is dropped beside a field would take the page's place.
  for (const kind of ["dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      const isFile = event.dataTransfer?.types.includes("Files");
      if (isFile && !event.target.matches('[type="file"]')) event.preventDefault();
    });
  }
  document.addEventListener("DOMContentLoaded", () => {
    // What was refused lies open.
    for (const errors of document.querySelectorAll(".errorlist ~ .desk-fold")) {
      errors.open = true;
    }
    start(document);
    new MutationObserver((changes) => {
      for (const node of changes.flatMap((change) => [...change.addedNodes])) {
        if (node instanceof Element) start(node);
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
