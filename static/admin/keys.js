// A form of the desk by its keys: where one begins to type, what Enter does beside a
// button of its own, Ctrl+S.
(() => {
  const FIELDS = "input:not([type=hidden], [type=submit]), select, textarea";

  function canBeTypedIn(field) {
    return !field.disabled && !field.readOnly && field.checkVisibility();
  }

  // The first that was refused, else the first of all that an address has not filled;
  // where an address names a place on the page, that is where somebody wants to be.
  function begin(form) {
    const refused = form.querySelector(".desk-problems a");
    if (refused) return refused.focus();
    if (location.hash) return;
    const within = form.querySelectorAll("fieldset.module");
    const fields = [...within].flatMap((part) => [...part.querySelectorAll(FIELDS)]);
    const isPreset = (field) => field.matches(".admin-autocomplete") && field.value;
    const first = fields.find((field) => canBeTypedIn(field) && !isPreset(field));
    first?.focus({ preventScroll: true });
    // What is looked up is typed beside its field, once that is drawn.
    if (!first?.matches(".admin-autocomplete")) return;
    window.django?.jQuery?.(() => {
      const box = first.parentElement.querySelector(".select2-selection");
      if (document.activeElement === first) box?.focus({ preventScroll: true });
    });
  }

  // Enter in a field that belongs to a button presses that button, and not the first.
  function enter(event) {
    if (event.key !== "Enter" || !event.target.matches("[data-enter]")) return;
    event.preventDefault();
    document.getElementById(event.target.dataset.enter).click();
  }

  function save(event) {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    const button = document.querySelector(".submit-row [name=_save], .submit-row .default");
    if (!button || event.altKey || event.shiftKey) return;
    event.preventDefault();
    button.click();
  }

  document.addEventListener("keydown", enter);
  document.addEventListener("keydown", save);
  document.addEventListener("DOMContentLoaded", () => {
    // It is there for Enter where no script runs.
    document.getElementById("see-on-enter")?.remove();
    const form = document.querySelector(".change-form #content-main form");
    if (form) begin(form);
  });
})();
