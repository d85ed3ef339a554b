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
}

function send(form, value) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "value";
  field.value = value;
  form.append(field);
  form.submit();
}
