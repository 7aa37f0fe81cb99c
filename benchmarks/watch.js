// Defines, in a page, watchSlider(route) and stopWatching(), which returns what was seen:
// events [time, value], frames [time, value] whenever a new picture stands in the page, and how
// many animation frames had no picture. Pictures are kept as they come and decoded afterwards,
// so that the watching costs next to nothing while it lasts.
() => {
  const BITS = 8, CELL = 8, WIDTH = 1000;

  // The bar code stands in the lower left corner; an inline figure has an equal margin all round.
  const strip = async (image, scale, margin) => {
    const [width, height] = [CELL * (BITS + 2) * scale, CELL * scale];
    return createImageBitmap(image, margin, image.height - margin - height, width, height);
  };
  const decode = async kept => {
    const bar = await kept;
    const canvas = new OffscreenCanvas(bar.width, bar.height);
    const pen = canvas.getContext('2d');
    pen.drawImage(bar, 0, 0);
    const pixels = pen.getImageData(0, bar.height / 2, bar.width, 1).data;
    const size = bar.width / (BITS + 2);
    const dark = place => pixels[4 * Math.round((place + 0.5) * size)] < 128;
    if (!dark(0) || dark(1)) throw new Error('no bar code in this frame');
    let value = 0;
    for (let bit = 0; bit < BITS; bit++) if (dark(bit + 2)) value += 1 << bit;
    return value;
  };

  const stage = () => {
    const canvas = document.querySelector('.ck-picture');
    if (!canvas?.getBoundingClientRect().height || !canvas.dataset.shown) return null;
    return { key: canvas.dataset.shown, keep: () => strip(canvas, canvas.width / WIDTH, 0) };
  };
  // While the next picture loads, the browser goes on showing the last: that is no blank frame.
  const inline = () => {
    const image = document.querySelector('.jp-OutputArea-output img');
    if (!image?.getBoundingClientRect().height) return null;
    const keep = async source => {
      const whole = await createImageBitmap(await (await fetch(source)).blob());
      return strip(whole, 1, Math.max(0, Math.round((whole.width - WIDTH) / 2)));
    };
    return { key: image.complete ? image.src : null, keep };
  };

  const shownBy = {
    live: stage,
    interact: inline,
    pixels: inline,
    echo: () => {
      const label = document.querySelector('.bench-label');
      return label ? { key: label.textContent, keep: Number } : null;
    },
  };

  window.watchSlider = route => {
    const events = [], frames = [];
    const readout = document.querySelector('.bench-slider .widget-readout');
    const observer = new MutationObserver(() =>
      events.push([performance.now(), Number(readout.textContent)]));
    observer.observe(readout, { childList: true, characterData: true, subtree: true });
    let last = null, blank = 0, on = true;
    const look = () => {
      const shown = shownBy[route]();
      if (!shown) blank += 1;
      else if (shown.key !== null && shown.key !== last) {
        last = shown.key;
        frames.push([performance.now(), shown.keep(shown.key)]);
      }
      if (on) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    window.stopWatching = async () => {
      on = false;
      observer.disconnect();
      const value = route === 'echo' ? kept => kept : decode;
      const seen = [];
      for (const [at, kept] of frames) seen.push([at, await value(kept)]);
      return { events, frames: seen, blank };
    };
  };
}
