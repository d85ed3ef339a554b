// Lays a range over the runtime bar. Without it the field and the buttons do everything.
// Nothing is sent until the reader presses the button; nothing is stored.

const EDGE = 5; // percent, as in guide/pages/charts.py
const HANG = { start: 0, middle: -1.5, end: -3 };

for (const track of document.querySelectorAll("[data-runtime]")) {
  const field = track.parentElement.querySelector("input[name=minute]");
  const cut = track.parentElement.querySelector("select[name=cut]");
  const hint = track.parentElement.querySelector("[data-runtime-hint]");
  const reached = track.querySelector("[data-runtime-reached]");
  const head = track.querySelector("[data-runtime-head]");
  const mist = track.querySelector("[data-runtime-mist]");
  const runtime = Number(track.dataset.runtimeOf);
  if (!field || !head || !runtime) continue;

  const seen = !mist;
  const range = document.createElement("input");
  range.className = "runtime__range";
  range.type = "range";
  range.min = 0;
  range.max = runtime;
  range.value = seen ? runtime : Number(track.dataset.runtimeAt) || 0;
  range.setAttribute("aria-label", track.dataset.runtimeLabel);
  say();
  track.append(range);

  range.addEventListener("input", moved);
  field.addEventListener("input", typed);
  cut?.addEventListener("input", typed);
  // A page of the keyboard is ten minutes; browsers disagree on it.
  range.addEventListener("keydown", (event) => {
    const step = { PageUp: 10, PageDown: -10 }[event.key];
    if (!step && event.key !== "Enter") return;
    event.preventDefault();
    if (!step) return field.form.requestSubmit(); // as in the field
    range.value = Number(range.value) + step;
    moved();
  });

  // The bar has the minutes of the guide's release; the field those of the chosen cut.
  function longer() {
    return Number(cut?.selectedOptions[0]?.dataset.longer) || 0;
  }

  function moved() {
    field.value = Number(range.value) && Number(range.value) + longer();
    draw();
    if (hint) hint.hidden = false; // nothing has opened yet
  }

  function typed() {
    if (!/^\d+$/.test(field.value.trim())) return;
    range.value = Math.max(0, field.value.trim() - longer());
    draw();
  }

  function say() {
    range.setAttribute("aria-valuetext", track.dataset.runtimeText.replace("#", range.value));
  }

  function draw() {
    const percent = (100 * range.value) / runtime;
    const anchor = percent < EDGE ? "start" : percent > 100 - EDGE ? "end" : "middle";
    reached.setAttribute("width", `${percent}%`);
    head.setAttribute("x", `${percent}%`);
    head.querySelector("rect").setAttribute("x", HANG[anchor]);
    head.querySelector("text").setAttribute("text-anchor", anchor);
    head.querySelector("text").textContent = range.value;
    if (mist) {
      mist.setAttribute("x", `${percent}%`);
      mist.setAttribute("width", `${100 - percent}%`);
    }
    say();
  }
}
