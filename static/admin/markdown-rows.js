// Starts the Markdown preview of rows added on the page (django-markdownx marks the
// copied row as started), and of folded texts once they are opened.
(() => {
  function start(within) {
    const fields = within.querySelectorAll(".markdownx-editor[data-markdownx-init]");
    const waiting = [...fields].filter((field) => !field.dataset.deskStarted);
    const library = document.querySelector('script[src*="markdownx/js/markdownx"]');
    if (!library || !waiting.length) return;
    for (const field of waiting) {
      field.removeAttribute("data-markdownx-init");
      field.dataset.deskStarted = "yes";
    }
    const again = document.createElement("script");
    again.src = library.src;
    document.head.append(again);
  }

  document.addEventListener("formset:added", (event) => start(event.target));
  document.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.matches(".desk-fold")) start(event.target);
  }, true);
  document.addEventListener("DOMContentLoaded", () => {
    // What was refused lies open.
    for (const errors of document.querySelectorAll(".errorlist ~ .desk-fold")) {
      errors.open = true;
    }
  });
})();
