// Marks in the list of a page's parts the one that is being read.

const bar = document.querySelector("[data-parts]");
const parts = [];
for (const link of bar?.querySelectorAll("a") ?? []) {
  const place = document.getElementById(link.hash.slice(1));
  if (place) parts.push([link, place.closest(".chapter") ?? place]);
}

let now, asked;
function mark() {
  asked = false;
  const line = innerHeight / 3; // what stands above it has been reached
  const reached = parts.filter(([, place]) => place.getBoundingClientRect().top < line);
  const [link] = reached.at(-1) ?? [];
  if (link === now) return;
  now?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
  now = link;
  if (link) bar.scrollTo({ left: link.offsetLeft - bar.offsetLeft - bar.clientWidth / 3 });
}

if (parts.length) {
  addEventListener("scroll", () => (asked ||= requestAnimationFrame(mark)), { passive: true });
  mark();
}
