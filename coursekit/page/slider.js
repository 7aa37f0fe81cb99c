// A number under a slider, with a field beside it. The range is the browser's own, over the numbers
// of the stops; what is typed goes to the kernel, which takes it or says in a word why not.

const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
const READ_FOR = 6000; // milliseconds that the word stands

function render({ model, el }) {
  const description = model.get("description"), more = model.get("tooltip");
  const name = more ? `${description}: ${more}` : description;
  el.classList.add("ck-slider");
  el.dataset.lmSuppressShortcuts = "true"; // while it has the focus, arrow keys are its own
  const label = part(el, "span", { className: "ck-name", textContent: description, title: more ?? "" });
  label.setAttribute("aria-hidden", "true");
  const range = part(el, "input", { type: "range", min: 0, step: 1, ariaLabel: name });
  const field = part(el, "input", {
    className: "ck-number", type: "text", inputMode: "decimal", spellcheck: false,
    autocomplete: "off", ariaLabel: `${name}, as a number`, hidden: !model.get("readout"),
  });
  const refusal = part(el, "span", { className: "ck-refusal", role: "alert" });
  let forget;

  const stops = () => model.get("stops");
  const written = value => String(Number(value.toPrecision(6))).replace("-", "−");
  const write = value => {
    field.value = written(value);
    range.setAttribute("aria-valuetext", field.value);
  };
  const show = () => {
    const value = model.get("value"), all = stops();
    range.max = all.length - 1;
    range.value = all.findLastIndex(stop => stop <= value);
    fill();
    write(value);
  };
  const fill = () => range.style.setProperty("--share", range.value / (Number(range.max) || 1));
  const go = place => {
    model.set("value", stops()[Math.max(0, Math.min(place, stops().length - 1))]);
    model.save_changes();
    show();
  };
  const refuse = word => {
    clearTimeout(forget);
    refusal.textContent = word;
    field.setAttribute("aria-invalid", Boolean(word));
    if (word) forget = setTimeout(refuse, READ_FOR, "");
  };

  range.addEventListener("input", () => {
    if (model.get("continuous_update")) return go(Number(range.value));
    fill();
    write(stops()[range.value]);
  });
  range.addEventListener("change", () => {
    if (!model.get("continuous_update")) go(Number(range.value));
  });
  range.addEventListener("keydown", event => { // also those that a presenter's remote stands for
    const all = stops(), value = model.get("value"), page = Math.ceil(all.length / 10);
    const below = all.findLastIndex(stop => stop <= value);
    const between = all[below] < value; // a number that was typed
    const by = { ...KEYS, PageUp: page, PageDown: -page }[event.key];
    const place = { Home: 0, End: all.length - 1 }[event.key] ?? below + by + (between && by < 0);
    if (Number.isNaN(place) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    go(place);
  });
  field.addEventListener("focus", () => field.select());
  field.addEventListener("input", () => refuse(""));
  const hand = () => {
    refuse("");
    model.send({ typed: field.value });
  };
  field.addEventListener("change", hand);
  field.addEventListener("keydown", event => {
    if (event.key === "Escape") show();
    if (event.key === "Enter") hand(); // of itself it tells no change where a page takes the key
  });
  const answered = ({ refused }) => {
    show();
    refuse(refused);
  };
  model.on("msg:custom", answered);
  model.on("change:value change:stops", show);
  show();
  return () => {
    clearTimeout(forget);
    model.off("msg:custom", answered);
    model.off("change:value change:stops", show);
  };
}

function part(parent, kind, properties) {
  const made = Object.assign(document.createElement(kind), properties);
  parent.append(made);
  return made;
}

export default { render };
