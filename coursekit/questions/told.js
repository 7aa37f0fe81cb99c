// What becomes of an answer, told once more beside its buttons in a page that came after their cell
// was run: such a page has forgotten where the outputs of the cell stand, and cannot change them.

const page = (window.coursekitPage ??= Math.random().toString(36).slice(2));

function initialize({ model }) {
  model.send({ page }); // so that the kernel can tell pages apart
}

function render({ model, el }) {
  const over = new AbortController();
  const named = () => {
    if (over.signal.aborted) return;
    if (!el.isConnected) return requestAnimationFrame(named); // the page is still being put together
    nameControls(el.parentElement, over.signal);
  };
  const tell = () => { el.innerHTML = model.get("card"); };
  el.classList.add("ck-told");
  model.on("change:card", tell);
  tell();
  named();
  return () => {
    over.abort();
    model.off("change:card", tell);
  };
}

export default { initialize, render };
