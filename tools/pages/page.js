// What moves on a page: pictures by their controls, the theme, the contents, the section one reads.
// The stage that paints strokes, `coursekit/page/`, stands before it.

const REST = 500; // ms without a move before a screen reader is told, as in the notebook
const BEAT = 400; // ms between two places when a picture plays; less where it has many

const quietly = (act) => { try { return act(); } catch { return null; } }; // no storage, no matter

// The block of a picture: what was drawn at every place, and the stage that plays it.
async function opened(figure) {
  const block = figure.querySelector("script"), sheet = figure.querySelector(".sheet");
  const { head, array } = await unpacked(Uint8Array.from(atob(block.textContent), (c) => c.charCodeAt()));
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  sheet.append(canvas);
  const stage = new Stage(canvas), layers = [];
  stage.follow({ head, array });
  const first = new Map(stage.layers);
  stage.painted = () => {
    figure.dataset.shown = stage.place;
    figure.classList.add("drawn");
  };
  const wear = () => stage.wear(!printed.matches && theme() === "dark");
  themed.push(wear);
  printed.addEventListener("change", () => { wear(); stage.paint(); });
  wear();
  return (place) => {
    const [sentence, ...numbers] = head.places[place];
    for (const number of numbers) {
      const [k, told] = head.kept[number];
      const layer = layers[number] ??= layerOf(told, array, first.get(k).paths, stage.glyphs);
      if (k === STATIC && stage.layers.get(k) !== layer) stage.stale = true;
      stage.layers.set(k, layer);
    }
    stage.place = place;
    stage.paintSoon();
    canvas.setAttribute("aria-label", head.sentences[sentence]);
    return head.sentences[sentence];
  };
}

function moving(figure) {
  const controls = [...figure.querySelectorAll(".axis :is(input, select)")];
  const [caption, announcement, play] = ["figcaption", ".announce", ".play"].map((s) => figure.querySelector(s));
  const count = (c) => (c.type === "range" ? Number(c.max) + 1 : c.type === "checkbox" ? 2 : c.options.length);
  const at = (c) => (c.type === "range" ? Number(c.value) : c.type === "checkbox" ? Number(c.checked) : c.selectedIndex);
  const slider = controls[0];
  let go = null, rest = 0, beat = 0;

  async function show() {
    for (const control of controls.filter((c) => c.type === "range")) {
      const text = JSON.parse(control.dataset.texts)[control.value];
      control.nextElementSibling.textContent = text;
      control.setAttribute("aria-valuetext", text);
    }
    const move = await (go ??= opened(figure));
    const sentence = move(controls.reduceRight((place, c) => place * count(c) + at(c), 0));
    if (sentence === caption.textContent) return;
    caption.textContent = sentence;
    clearTimeout(rest);
    rest = setTimeout(() => { announcement.textContent = sentence; }, REST);
  }

  function pause() {
    clearInterval(beat);
    beat = 0;
    if (play) { play.textContent = "▶"; play.setAttribute("aria-label", "play"); }
  }

  function step() {
    if (slider.value === slider.max) return pause();
    slider.stepUp();
    show();
  }

  for (const control of controls) control.addEventListener("input", () => { pause(); show(); });
  play?.addEventListener("click", () => {
    if (beat) return pause();
    if (slider.value === slider.max) slider.value = slider.min;
    beat = setInterval(step, BEAT / Math.max(1, count(slider) / 30));
    play.textContent = "❚❚";
    play.setAttribute("aria-label", "pause");
    step();
  });
  const map = figure.querySelector("script[type$=json]");
  if (map) lay(figure, JSON.parse(map.textContent), controls, () => { pause(); show(); });
  const near = new IntersectionObserver(([seen]) => { // also where a page is opened again elsewhere
    if (!seen.isIntersecting) return;
    near.disconnect();
    show();
  }, { rootMargin: "100%" });
  near.observe(figure);
  figure.classList.add("moves");
}

// A map in the picture: a click goes to the nearest place, an arrow key to the next.
function lay(figure, { region, label, ends, values }, controls, show) {
  const pad = document.createElement("div");
  Object.assign(pad, { className: "pad", tabIndex: 0 });
  pad.setAttribute("role", "application");
  pad.setAttribute("aria-label", label);
  for (const [k, side] of ["left", "top", "width", "height"].entries()) pad.style[side] = `${100 * region[k]}%`;
  figure.querySelector(".sheet").append(pad);
  const to = (axis, place) => { controls[axis].value = place; }; // a range stays between its ends
  pad.addEventListener("click", (event) => {
    const box = pad.getBoundingClientRect();
    const shares = [(event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height];
    for (const [axis, share] of shares.entries()) {
      const wanted = ends[0][axis] + share * (ends[1][axis] - ends[0][axis]);
      const away = values[axis].map((value) => Math.abs(value - wanted));
      to(axis, away.indexOf(Math.min(...away)));
    }
    show();
  });
  pad.addEventListener("keydown", (event) => {
    const [axis, by] = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowDown: [1, -1], ArrowUp: [1, 1] }[event.key] ?? [];
    if (by === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    to(axis, Number(controls[axis].value) + by);
    show();
  });
}

function growing(figure) { // for small screens: the picture as large as it is, to be pushed about
  const button = figure.querySelector(".enlarge");
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", figure.classList.toggle("large"));
  });
}

const dark = matchMedia("(prefers-color-scheme: dark)"), printed = matchMedia("print");
const theme = () => document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");
const themed = []; // what is called when the theme is another

function themes(button) {
  const offer = () => {
    button.textContent = theme() === "dark" ? "light" : "dark";
    for (const wear of themed) wear();
  };
  const kept = quietly(() => localStorage.getItem("theme"));
  if (kept) document.documentElement.dataset.theme = kept;
  button.addEventListener("click", () => {
    const chosen = document.documentElement.dataset.theme = button.textContent;
    quietly(() => localStorage.setItem("theme", chosen));
    offer();
  });
  dark.addEventListener("change", offer);
  offer();
}

function contents(nav, button) {
  const open = (now) => { button.setAttribute("aria-expanded", now); nav.classList.toggle("open", now); };
  button.addEventListener("click", () => open(!nav.classList.contains("open")));
  nav.addEventListener("click", (event) => { if (event.target.localName === "a") open(false); });
  addEventListener("keydown", (event) => { if (event.key === "Escape") open(false); });
  const links = new Map([...nav.querySelectorAll("ol ol a")].map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
  const headings = [...document.querySelectorAll("main h2")];
  const mark = () => {
    const now = headings.findLast((h) => h.getBoundingClientRect().top < innerHeight / 3);
    for (const [anchor, link] of links) link.classList.toggle("here", anchor === now?.id);
  };
  addEventListener("scroll", mark, { passive: true });
  mark();
}

function stops() { // for the tabulator: only what is wider than its place
  for (const box of document.querySelectorAll(".wide, .code, .output")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

document.documentElement.classList.add("js");
addEventListener("resize", stops);
addEventListener("toggle", stops, true); // what was folded up has a width now
stops();
themes(document.querySelector(".theme"));
contents(document.querySelector("#contents"), document.querySelector(".menu"));
document.querySelectorAll("figure.live").forEach(growing);
document.querySelectorAll("figure.live:has(.axis)").forEach(moving);
