// What moves on a page: pictures by their sliders, the theme, the contents, the section one reads.

const REST = 500; // ms without a move before a screen reader is told, as in the notebook
const BEAT = 400; // ms between two frames when they play

const quietly = (act) => { try { return act(); } catch { return null; } }; // no storage, no matter

function moving(figure) {
  const slider = figure.querySelector("input");
  const frames = [...figure.querySelector("template").content.children];
  const [sheet, readout, caption, announcement, play] =
    [".sheet", "output", "figcaption", ".announce", ".play"].map((s) => figure.querySelector(s));
  let wanted = 0, rest = 0, beat = 0;

  async function show() {
    const frame = frames[slider.value], mine = ++wanted;
    readout.textContent = frame.dataset.value;
    slider.setAttribute("aria-valuetext", frame.dataset.value);
    caption.textContent = sheet.firstElementChild.alt = frame.dataset.sentence;
    clearTimeout(rest);
    rest = setTimeout(() => { announcement.textContent = frame.dataset.sentence; }, REST);
    const over = frame.localName === "img" ? document.importNode(frame) : null;
    await over?.decode(); // so that the picture never goes blank between two frames
    if (mine !== wanted) return; // a newer one is asked for already
    sheet.querySelector(".over")?.remove();
    if (over) { over.className = "over"; sheet.append(over); }
    figure.dataset.shown = slider.value;
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

  slider.setAttribute("aria-valuetext", readout.textContent);
  slider.addEventListener("input", () => { pause(); show(); });
  play?.addEventListener("click", () => {
    if (beat) return pause();
    if (slider.value === slider.max) slider.value = slider.min;
    beat = setInterval(step, BEAT);
    play.textContent = "❚❚";
    play.setAttribute("aria-label", "pause");
    step();
  });
  show(); // a page that is opened again may find its slider elsewhere
  figure.classList.add("moves");
}

function growing(figure) { // for small screens: the picture as large as it is, to be pushed about
  const button = figure.querySelector(".enlarge");
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", figure.classList.toggle("large"));
  });
}

function themes(button) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");
  const offer = () => { button.textContent = chosen() === "dark" ? "light" : "dark"; };
  const kept = quietly(() => localStorage.getItem("theme"));
  if (kept) document.documentElement.dataset.theme = kept;
  button.addEventListener("click", () => {
    const theme = document.documentElement.dataset.theme = button.textContent;
    quietly(() => localStorage.setItem("theme", theme));
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

document.documentElement.classList.add("js");
themes(document.querySelector(".theme"));
contents(document.querySelector("#contents"), document.querySelector(".menu"));
document.querySelectorAll("figure.live").forEach(growing);
document.querySelectorAll("figure.live:has(template)").forEach(moving);
