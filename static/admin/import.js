// Leads from a refused line of a guide file to that line in its text.
(() => {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-line]");
    const area = document.getElementById("text");
    if (!link || !area) return;
    event.preventDefault();
    const lines = area.value.split("\n");
    const before = lines.slice(0, link.dataset.line - 1);
    const start = before.reduce((length, line) => length + line.length + 1, 0);
    const end = start + (lines[before.length] ?? "").length;
    area.closest("details").open = true;
    area.focus({ preventScroll: true });
    area.setSelectionRange(start, end);
    area.scrollIntoView({ block: "center" });
    // Lines do not wrap: each is as high as any other.
    area.scrollTop = (before.length - 5) * (area.scrollHeight / lines.length);
  });
})();
