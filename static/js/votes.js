// Votes, and what moved them, without leaving the page. Whatever is off, the form is
// sent as it would be without this script: what is pressed twice is said once.

for (const form of document.querySelectorAll("[data-vote], [data-moved]")) {
  form.querySelector(".vote__sentence")?.setAttribute("aria-live", "polite");
  let turn = Promise.resolve(); // one press after the other, in their order
  form.addEventListener("submit", (event) => {
    const pressed = event.submitter;
    if (!pressed) return;
    event.preventDefault();
    const { name, value } = pressed;
    turn = turn.then(() => press(form, name, value));
  });
  // The second half of a double click would take back what the first half said.
  form.addEventListener("click", (event) => {
    if (event.detail > 1 && event.target.matches(".evidence__press")) event.preventDefault();
  });
}

// Behind the back button a browser may show the page as it was before the press.
const [way] = performance.getEntriesByType("navigation");
if (history.state?.said && way?.type === "back_forward") location.reload();

async function press(form, name, value) {
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams({ [name]: value }),
      headers: { Accept: "application/json" },
      redirect: "manual", // to sign in again, say: then the form goes there
    });
    if (!response.ok && response.status !== 429) throw response.status;
    const told = await response.json();
    if (!response.ok) return refuse(form, told.sentence);
    history.replaceState({ said: true }, "");
    if (form.matches("[data-vote]")) showVote(form, told);
    showEvidence(form.closest("article"), told.evidence);
  } catch {
    send(form, name, value);
  }
}

// Too many in a minute: nothing has changed, and the sentence says when to press again.
function refuse(form, sentence) {
  const place = form.closest("article, .answer").querySelector(".vote__sentence");
  place.textContent = sentence;
}

function showVote(form, vote) {
  for (const choice of form.querySelectorAll(".vote__choice")) {
    const yes = choice.value === "1";
    choice.setAttribute("aria-pressed", String(vote.mine === Number(choice.value)));
    choice.querySelector(".vote__count").textContent = yes ? vote.yes : vote.no;
  }
  hide(form.querySelector('[value="0"]'), !vote.said, form.querySelector(".vote__choice"));
  form.querySelector(".vote__bar").hidden = vote.percent === null;
  form.querySelector(".vote__yes").setAttribute("width", `${vote.percent ?? 0}%`);
  form.querySelector(".vote__sentence").textContent = `${vote.said} ${vote.sentence}`.trim();
  const said = form.closest(".chapter")?.querySelector("[data-standing]");
  if (said && vote.standing) compare(said, vote.standing);
}

// The readings side by side; their order waits for the next page.
function compare(said, standing) {
  said.querySelector(".standing__word").textContent = standing.word;
  said.querySelector(".standing__why").textContent = standing.sentence;
  const changed = said.querySelector(".standing__changed");
  if (changed) changed.textContent = standing.changed;
  for (const row of standing.rows) {
    const there = said.querySelector(`[data-stands="${row.id}"]`);
    if (!there) continue;
    const put = (name, values) => {
      const part = there.querySelector(`.standing__${name}`);
      for (const [key, value] of Object.entries(values)) part.setAttribute(key, value);
    };
    const drawn = row.drawn ?? { low: 0, width: 0, mark: { x: 0, dx: 0 } };
    put("band", { x: `${drawn.low}%`, width: `${drawn.width}%` });
    put("mark", { x: `${drawn.mark.x}%`, visibility: row.drawn ? "visible" : "hidden" });
    put("share", { x: drawn.mark.dx });
    there.querySelector(".standing__counted").textContent = row.counted;
    there.querySelector(".standing__bounds").textContent = row.range;
  }
}

// Whom each piece of evidence of a reading moved; who has voted may say so.
function showEvidence(reading, told) {
  for (const piece of told ? reading.querySelectorAll("[data-piece]") : []) {
    const id = piece.dataset.piece;
    const mine = told.mine.includes(id);
    const press = piece.querySelector(".evidence__press");
    piece.querySelector(".evidence__count").textContent = told.moved[id] ?? "";
    press.setAttribute("aria-pressed", String(mine));
    press.value = mine ? "" : id; // pressed again it takes back
    press.hidden = !told.may_say;
    piece.hidden = !told.may_say && !told.moved[id];
  }
}

// A button that goes hands its focus on.
function hide(button, gone, next) {
  if (gone && button === document.activeElement) next.focus();
  button.hidden = gone;
}

function send(form, name, value) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  field.value = value;
  form.append(field);
  form.submit();
}
