// A stage and its kernel: what moved comes as messages, and a kernel that is gone is said.

const REST = 500; // milliseconds without a move before a screen reader is told
const PATIENCE = 2000; // milliseconds without an answer before the kernel is asked whether it is there
const LOST = "This picture has lost its kernel: run its cell again.";

function render({ model, el }) {
  const over = new AbortController();
  el.classList.add("ck-shown");
  const frame = part(el, "div", "ck-frame");
  const canvas = part(frame, "canvas", "ck-picture", { role: "img" });
  const lost = part(el, "p", "ck-lost", { role: "alert" });
  const sentence = part(el, "div", "ck-sentence");
  const announcement = part(el, "div", "ck-announce", { role: "status" });
  const stage = new Stage(canvas);
  stage.painted = number => { canvas.dataset.shown = number; };
  const send = (told, answered) => model.send(told, {
    iopub: { status: ({ content }) => content.execution_state === "idle" && answered() },
  });
  const marks = new Marks(frame, stage, send, over.signal);
  const live = () => el.closest(".ck-live");
  let rest, heard = performance.now();

  const say = words => {
    if (words === sentence.textContent) return;
    sentence.textContent = words;
    canvas.setAttribute("aria-label", words);
    clearTimeout(rest);
    rest = setTimeout(() => { announcement.textContent = words; }, REST);
  };
  const follow = async (bytes, { sentence: words, marks: told }) => {
    heard = performance.now();
    lost.textContent = "";
    if (words !== undefined) say(words);
    if (bytes && !(await stage.take(bytes))) model.send({ everything: true });
    el.style.setProperty("--ratio", stage.size[0] / stage.size[1]);
    el.style.setProperty("--wide", stage.size[0]);
    if (told) marks.follow(told);
  };
  const onMessage = (told, buffers) => follow(buffers?.[0], told);
  model.on("msg:custom", onMessage);
  follow(model.get("picture"), model.get("told"));
  clearTimeout(rest); // what a cell shows is no news

  // A control was moved: if nothing comes back, the kernel is asked, and says "here" before "idle".
  const doubt = () => {
    const at = performance.now();
    setTimeout(() => {
      if (heard > at || over.signal.aborted) return;
      const idle = message => {
        const done = message.content.execution_state === "idle";
        if (done && heard < at) lost.textContent = LOST;
      };
      try {
        model.send({ here: true }, { iopub: { status: idle } });
      } catch {
        lost.textContent = LOST; // a kernel that is known to be dead takes no message
      }
    }, PATIENCE);
  };
  let doubted = 0;
  const moved = () => {
    if (performance.now() - doubted > PATIENCE) doubt();
    doubted = performance.now();
  };

  const wear = () => stage.wear(isDark());
  const theme = new MutationObserver(wear);
  theme.observe(document.body, { attributes: true });
  wear();
  const found = () => {
    if (over.signal.aborted) return;
    if (!live()) return requestAnimationFrame(found); // the page is still being put together
    for (const kind of ["pointerup", "keyup"]) {
      live().addEventListener(kind, moved, { signal: over.signal });
    }
    const gone = new MutationObserver(() => {
      if (live()?.matches(".jupyter-widgets-disconnected")) lost.textContent = LOST;
    });
    gone.observe(live(), { attributes: true });
    over.signal.addEventListener("abort", () => gone.disconnect());
    nameControls(live(), over.signal);
    let kept = [];
    const still = () => {
      if (kept[0] !== stage.number) kept = [stage.number, photograph(stage)];
      return [kept[1], sentence.textContent];
    };
    const notebook = model.widget_manager?.context?.model;
    if (keepStill(notebook, model.get("views"), still)) model.send({ keeps: true });
    fit(live(), el, canvas, over.signal);
    if (model.get("fresh")) keepInSight(live(), over.signal);
    model.set("fresh", false);
    model.save_changes();
  };
  found();

  return () => {
    over.abort();
    theme.disconnect();
    stage.close();
    model.off("msg:custom", onMessage);
  };
}

function part(parent, kind, name, attributes = {}) {
  const made = document.createElement(kind);
  made.className = name;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent.append(made);
  return made;
}

function isDark() {
  const { jpThemeLight } = document.body.dataset; // JupyterLab, Notebook and Voilà
  return jpThemeLight === "false" || document.body.matches(".vscode-dark");
}

export default { render };
