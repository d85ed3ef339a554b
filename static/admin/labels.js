// Says in each cell of a table of rows which column it is in: to those who hear the page,
// and on a phone, where the columns stand below each other (desk.css).
(() => {
  document.addEventListener("DOMContentLoaded", () => {
    // Rows added later are copies of the last one here, labels and all.
    for (const cell of document.querySelectorAll(".tabular tr.form-row > td")) {
      if (cell.matches(".original")) continue;
      const head = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
      const label = head?.textContent.trim();
      if (!label) continue;
      cell.dataset.label = label;
      for (const field of cell.querySelectorAll("input, select, textarea")) {
        if (!field.labels?.length) field.setAttribute("aria-label", label);
      }
    }
  });
})();
