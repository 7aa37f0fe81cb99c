// A live view in its window: the picture as large as controls and sentence leave it room, and the
// whole of it in sight when its cell has just been run.

const CALM = 1500; // milliseconds until a notebook has come to rest after a cell was run
const MARGIN = 8;

function fit(view, shown, picture, signal) {
  const window_ = scrollerOf(view), controls = view.querySelector(".ck-controls");
  let most = 0, width = 0; // the sentence may need another line; the picture does not come and go
  const measure = () => {
    if (view.clientWidth !== width) [most, width] = [0, view.clientWidth];
    const above = controls && controls.offsetTop + controls.offsetHeight <= shown.offsetTop + 1;
    const filled = view.matches(".ck-filled"), high = filled ? innerHeight : window_.clientHeight;
    const rest = shown.offsetHeight - picture.offsetHeight + (above ? controls.offsetHeight : 0);
    most = Math.max(most, rest + 3 * MARGIN);
    shown.style.setProperty("--room", `${high - most}px`);
  };
  const sizes = new ResizeObserver(measure);
  for (const each of [window_, view, shown, controls]) if (each) sizes.observe(each);
  signal.addEventListener("abort", () => sizes.disconnect());
}

function boxOf(scroller) {
  if (scroller !== document.documentElement) return scroller.getBoundingClientRect();
  return { top: 0, bottom: innerHeight, height: innerHeight };
}

function scrollerOf(view) { // JupyterLab's and Notebook's own, or the page
  return view.closest(".jp-WindowedPanel-outer") ?? document.documentElement;
}

// Shift + Enter takes the page to the next cell, and what the cell shows then comes above it.
function keepInSight(view, signal) {
  // nothing plays by itself for those who asked for less motion: its button goes on
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    view.querySelector(".ck-pause:not([disabled])")?.click();
  }
  const cell = view.closest(".jp-Cell");
  const active = view.closest(".jp-Notebook")?.querySelector(".jp-Cell.jp-mod-active");
  if (!active || (cell !== active && cell.nextElementSibling !== active)) return;
  const scroller = scrollerOf(view), until = performance.now() + CALM, over = new AbortController();
  const leave = { capture: true, signal: over.signal };
  for (const kind of ["wheel", "pointerdown", "keydown"]) { // whoever goes elsewhere is let go
    window.addEventListener(kind, () => over.abort(), leave);
  }
  const look = () => {
    if (signal.aborted || over.signal.aborted || performance.now() > until) return over.abort();
    const { top, bottom, height } = view.getBoundingClientRect();
    const room = boxOf(scroller);
    const above = top - room.top - MARGIN, below = bottom - room.bottom + MARGIN;
    if (above < 0 || height > room.height) scroller.scrollTop += above;
    else if (below > 0) scroller.scrollTop += Math.min(above, below);
    requestAnimationFrame(look);
  };
  look();
}
