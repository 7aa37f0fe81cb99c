// An explorer before a class: a button that fills the window with it, and the keys of a presenter's
// remote. A key becomes an arrow key of a slider, so that everything goes on as by hand.

const STEPS = { PageDown: "ArrowRight", n: "ArrowRight", PageUp: "ArrowLeft", p: "ArrowLeft" };
const WRITING =
  "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true], .cm-editor";

function render({ el }) {
  const over = new AbortController();
  const view = () => el.closest(".ck-live");
  const filled = () => Boolean(view()?.matches(":popover-open"));
  let last = null; // the handle of the slider that was moved last

  const handle = () => {
    if (last?.isConnected) return last;
    const main = view().querySelector(".ck-main .noUi-handle");
    return main ?? view().querySelector(".noUi-handle");
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
      last = event.target.closest(".widget-slider")?.querySelector(".noUi-handle") ?? last;
    }
  };
  listen("pointerdown", note);
  listen("focusin", note);
  listen("keydown", event => {
    const here = filled() || view()?.contains(document.activeElement);
    if (!here || event.ctrlKey || event.altKey || event.metaKey) return;
    const leave = filled() && event.key === "Escape";
    const step = !event.target.closest(WRITING) && STEPS[event.key];
    if (!leave && !step) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (leave) fill(false);
    else handle()?.dispatchEvent(new KeyboardEvent("keydown", { key: step }));
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
