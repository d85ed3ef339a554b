// Votes without leaving the page. Whatever is off, the form is sent as it would be
// without this script: a vote pressed twice is the same vote.

for (const form of document.querySelectorAll("[data-vote]")) {
  const sentence = form.querySelector(".vote__sentence");
  sentence.setAttribute("aria-live", "polite");
  form.addEventListener("submit", async (event) => {
    const pressed = event.submitter;
    if (!pressed) return;
    event.preventDefault();
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams({ value: pressed.value }),
        headers: { Accept: "application/json" },
        redirect: "manual", // to sign in again, say: then the form goes there
      });
      if (!response.ok) throw response.status;
      show(form, sentence, await response.json());
    } catch {
      send(form, pressed.value);
    }
  });
}

function show(form, sentence, vote) {
  for (const choice of form.querySelectorAll(".vote__choice")) {
    const yes = choice.value === "1";
    choice.setAttribute("aria-pressed", String(vote.mine === Number(choice.value)));
    choice.querySelector(".vote__count").textContent = yes ? vote.yes : vote.no;
  }
  const withdraw = form.querySelector('[value="0"]');
  if (!vote.said && withdraw === document.activeElement) form.querySelector(".vote__choice").focus();
  withdraw.hidden = !vote.said;
  form.querySelector(".vote__bar").hidden = vote.percent === null;
  form.querySelector(".vote__yes").setAttribute("width", `${vote.percent ?? 0}%`);
  sentence.textContent = `${vote.said} ${vote.sentence}`.trim();
  const said = form.closest(".chapter")?.querySelector("[data-standing]");
  if (said && vote.standing) compare(said, vote.standing);
}

// The readings side by side; their order waits for the next page.
function compare(said, standing) {
  said.querySelector(".standing__word").textContent = standing.word;
  said.querySelector(".standing__why").textContent = standing.sentence;
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

function send(form, value) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "value";
  field.value = value;
  form.append(field);
  form.submit();
}
