// Puts a button beside each password that shows what is typed, and hides it again.

for (const line of document.querySelectorAll("[data-reveal]")) {
  const field = line.querySelector("input");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button reveal__button";
  button.textContent = line.dataset.reveal;
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.textContent = shown ? line.dataset.conceal : line.dataset.reveal;
  });
  // What is sent is hidden again: browsers offer to keep passwords, not texts.
  field.form.addEventListener("submit", () => { field.type = "password"; });
  line.append(button);
}
