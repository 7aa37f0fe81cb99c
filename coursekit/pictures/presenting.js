// An explorer before a class: a button that fills the window with it, and the keys of a presenter's
// remote. A key becomes an arrow key of a slider, so that everything goes on as by hand.

const STEPS = { PageDown: 1, n: 1, PageUp: -1, p: -1 };
const WRITING = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select," +
  "[contenteditable=true], .cm-editor";
const RANGE = "input[type=range]";

function render({ el }) {
  const over = new AbortController();
  const view = () => el.closest(".ck-live");
  const filled = () => Boolean(view()?.matches(":popover-open"));
  let last = null; // the slider that was moved last
  let stepped = false;

  const handle = () => {
    if (last?.isConnected) return last;
    return view().querySelector(`.ck-main ${RANGE}`) ?? view().querySelector(RANGE);
  };
  // The first step forward from the end, where a picture may open, goes to the beginning.
  const step = by => {
    const range = handle(), down = range?.closest(".ck-down") ? -1 : 1;
    const atEnd = Number(range?.value) === Number(down > 0 ? range?.max : 0);
    const begin = !stepped && by > 0 && atEnd ? (down > 0 ? "Home" : "End") : null;
    const key = begin ?? (by * down > 0 ? "ArrowRight" : "ArrowLeft");
    range?.dispatchEvent(new KeyboardEvent("keydown", { key }));
    stepped = true;
  };
  const button = document.createElement("button");
  button.className = "ck-fill";
  button.type = "button";
  const name = () => {
    button.textContent = filled() ? "back to the page" : "fill the window";
    button.title = filled() ? "Escape" : "PageDown or n steps forward, PageUp or p back";
  };
  const fill = on => {
    // A popover stands above all of the page, whatever holds the notebook's cells in their place.
    if (on) view().popover = "manual";
    view().togglePopover(on);
    if (!on) view().removeAttribute("popover");
    view().classList.toggle("ck-filled", on);
    name();
    (on ? handle() : button)?.focus({ preventScroll: on });
  };
  const listen = (kind, listener) =>
    window.addEventListener(kind, listener, { capture: true, signal: over.signal });
  const note = event => {
    if (view()?.contains(event.target)) {
      last = event.target.closest(".ck-slider")?.querySelector(RANGE) ?? last;
    }
  };
  listen("pointerdown", note);
  listen("focusin", note);
  listen("keydown", event => {
    const here = filled() || view()?.contains(document.activeElement);
    if (!here || event.ctrlKey || event.altKey || event.metaKey) return;
    const leave = filled() && event.key === "Escape";
    const by = !event.target.closest(WRITING) && STEPS[event.key];
    if (!leave && !by) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (leave) fill(false);
    else step(by);
  });
  button.addEventListener("click", () => fill(!filled()));
  name();
  el.append(button);
  return () => {
    if (filled()) fill(false);
    over.abort();
  };
}

export default { render };
