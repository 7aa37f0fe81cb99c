// A picture's own pointer and arrow keys. Everything that is told goes through three traits, so
// that a busy kernel gets the newest state and never a queue of old events.

const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

function render({ model, el }) {
  const over = new AbortController();
  let pad = null;
  const find = () => {
    if (over.signal.aborted) return;
    const image = el.closest(".ck-live")?.querySelector(".ck-picture");
    if (image?.offsetWidth) pad = lay(model, image, over.signal);
    else requestAnimationFrame(find); // the page is still being put together
  };
  find();
  return () => {
    over.abort();
    pad?.remove();
  };
}

// Lay a transparent pad over a region of the picture; only there a finger draws and does not scroll.
function lay(model, image, signal) {
  const pad = document.createElement("div");
  pad.className = "ck-pad";
  pad.tabIndex = model.get("steps") ? 0 : -1; // what it does without a mouse
  if (model.get("steps")) {
    pad.setAttribute("role", "application");
    pad.setAttribute("aria-label", model.get("label"));
    pad.setAttribute("data-lm-suppress-shortcuts", "true"); // arrow keys are ours with the focus
  }
  pad.style.cssText = "position: absolute; touch-action: none; cursor: crosshair";
  image.parentElement.append(pad);
  const place = () => {
    const [left, top, width, height] = model.get("region");
    const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = image; // as if nothing were scaled
    pad.style.left = `${offsetLeft + left * offsetWidth}px`;
    pad.style.top = `${offsetTop + top * offsetHeight}px`;
    pad.style.width = `${width * offsetWidth}px`;
    pad.style.height = `${height * offsetHeight}px`;
  };
  const sizes = new ResizeObserver(place);
  sizes.observe(image);
  sizes.observe(image.parentElement);
  signal.addEventListener("abort", () => sizes.disconnect());
  follow(model, pad, signal);
  return pad;
}

function follow(model, pad, signal) {
  let pointer = null;
  let points = [];
  let sheet = {}; // as it was when this stroke began
  const listen = (name, listener) => pad.addEventListener(name, listener, { signal });
  const take = event => {
    const box = pad.getBoundingClientRect();
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const { clientX, clientY } of passed.length ? passed : [event]) {
      const place = [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
      points.push(place.map(share => Math.round(1e4 * share) / 1e4));
    }
    if (model.get("keeps")) {
      if (model.get("sheet").number !== sheet.number) sheet = model.get("sheet"); // a new one
      model.set("sheet", { ...sheet, strokes: [...sheet.strokes, points.slice()] });
    } else model.set("stroke", points.slice());
    model.save_changes();
  };
  listen("pointerdown", event => {
    if (pointer !== null || event.button !== 0) return;
    pointer = event.pointerId;
    pad.setPointerCapture(pointer);
    pad.focus({ preventScroll: true }); // a finger gives none; the page holds still what has it
    points = [];
    sheet = model.get("sheet");
    model.set("strokes", model.get("strokes") + 1);
    take(event);
  });
  listen("pointermove", event => event.pointerId === pointer && take(event));
  for (const end of ["pointerup", "pointercancel"]) {
    listen(end, event => {
      if (event.pointerId === pointer) pointer = null;
    });
  }
  listen("keydown", event => {
    if (!model.get("steps")) return;
    if (!KEYS.includes(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const presses = model.get("presses");
    model.set("presses", { ...presses, [event.key]: (presses[event.key] ?? 0) + 1 });
    model.save_changes();
  });
}

export default { render };
