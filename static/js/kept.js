// Some browsers bring back a whole page behind the back button, whatever its headers say:
// with the vote and the minute of then. It is asked for anew, unless that would lose what
// somebody has typed.

addEventListener("pageshow", (event) => {
  const typed = [...document.querySelectorAll("textarea")].some((t) => t.value !== t.defaultValue);
  if (event.persisted && !typed) location.reload();
});
