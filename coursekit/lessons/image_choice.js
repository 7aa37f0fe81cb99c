// A slider that shows its images: the range stays for the keyboard and a screen reader, out of
// sight; the thumbnails are buttons beside it, in a row that scrolls.

const SIDE = 28;

function renderStrip({ model, el }) {
  const done = render({ model, el });
  const range = el.querySelector("input[type=range]");
  el.classList.add("ck-strip");
  const list = part(el, "div", { className: "ck-images", role: "group", ariaLabel: range.ariaLabel });
  list.append(range);
  const buttons = [];
  let count = Infinity; // of the images that are painted; what comes after is one's own drawing
  const show = () => {
    const stops = model.get("stops"), names = model.get("names");
    for (let k = buttons.length; k < stops.length; k++) {
      const button = part(list, "button", { type: "button", tabIndex: -1, ariaLabel: names[k] });
      button.title = names[k];
      button.style.setProperty("--k", k);
      button.addEventListener("click", () => {
        model.set("value", model.get("stops")[k]);
        model.save_changes();
        range.focus({ preventScroll: true });
      });
      buttons.push(button);
    }
    for (const button of buttons.slice(count)) {
      button.textContent = "mine";
      button.style.background = "#111";
    }
    const value = model.get("value"), chosen = buttons[stops.indexOf(value)];
    for (const button of buttons) button.ariaPressed = String(button === chosen);
    range.setAttribute("aria-valuetext", chosen?.title ?? value);
    if (!chosen) return;
    const { offsetLeft: at, offsetWidth: wide } = chosen;
    if (at < list.scrollLeft || at + wide > list.scrollLeft + list.clientWidth) {
      list.scrollLeft = at - list.clientWidth / 2;
    }
  };
  paint(model.get("thumbs")).then(([painted, address]) => {
    count = painted;
    list.style.setProperty("--images", `url(${address})`);
    show();
  });
  const soon = () => queueMicrotask(show); // the slider itself writes its number first
  model.on("change:value change:stops", soon);
  show();
  return () => {
    model.off("change:value change:stops", soon);
    done();
  };
}

// Return how many images there are, and all of them side by side as one.
async function paint(packed) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const count = bytes.length / SIDE / SIDE;
  const canvas = Object.assign(document.createElement("canvas"), { width: SIDE * count, height: SIDE });
  const image = new ImageData(canvas.width, SIDE);
  bytes.forEach((grey, at) => {
    const k = Math.floor(at / SIDE / SIDE), y = Math.floor(at / SIDE) % SIDE;
    image.data.set([grey, grey, grey, 255], 4 * (y * canvas.width + k * SIDE + (at % SIDE)));
  });
  canvas.getContext("2d").putImageData(image, 0, 0);
  return [count, canvas.toDataURL()];
}
