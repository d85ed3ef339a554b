// What the address names is opened; so is everything for paper. Browsers learn to do the
// first by themselves, and what is shut can always be opened by hand.

const shut = [];

function reveal() {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  let opened = false;
  for (let fold = place?.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    opened ||= !fold.open;
    fold.open = true;
  }
  if (opened) place.scrollIntoView();
}

addEventListener("hashchange", reveal);
reveal();

addEventListener("beforeprint", () => {
  shut.push(...document.querySelectorAll("details:is(.fold, .backlinks):not([open])"));
  for (const fold of shut) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of shut.splice(0)) fold.open = false;
});

// Where an ending is still shut, what was asked for in it waits in the way back.
if (location.hash) {
  for (const field of document.querySelectorAll(".runtime input[name=next]")) {
    if (field.value === location.pathname) field.value += location.hash;
  }
  for (const link of document.querySelectorAll(".runtime a[href*='next=']")) {
    link.search = new URLSearchParams({ next: location.pathname + location.hash });
  }
}
