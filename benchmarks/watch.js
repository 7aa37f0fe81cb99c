// Defines, in a page, watchSlider(route) and stopWatching(), which returns what was seen:
// events [time, value], frames [time, value] whenever a new picture stands in the page, and how
// many animation frames had no picture. Pictures are kept as they come and decoded afterwards,
// so that the watching costs next to nothing while it lasts.
() => {
  const BITS = 8, CELL = 8, WIDTH = 1320;

  // The bar code stands in the lower left corner; an inline figure has an equal margin all round.
  const decode = async bytes => {
    const image = await createImageBitmap(await bytes);
    const margin = Math.max(0, Math.round((image.width - WIDTH) / 2));
    const canvas = new OffscreenCanvas(CELL * (BITS + 2), CELL);
    const pen = canvas.getContext('2d');
    const bottom = image.height - margin - CELL;
    pen.drawImage(image, margin, bottom, canvas.width, CELL, 0, 0, canvas.width, CELL);
    const pixels = pen.getImageData(0, CELL / 2, canvas.width, 1).data;
    const dark = place => pixels[4 * (place * CELL + CELL / 2)] < 128;
    if (!dark(0) || dark(1)) throw new Error('no bar code in this frame');
    let value = 0;
    for (let bit = 0; bit < BITS; bit++) if (dark(bit + 2)) value += 1 << bit;
    return value;
  };

  // While the next picture loads, the browser goes on showing the last: that is no blank frame.
  const picture = selector => {
    const image = document.querySelector(selector);
    if (!image || !image.getBoundingClientRect().height) return null;
    return { key: image.complete ? image.src : null, keep: src => fetch(src).then(r => r.blob()) };
  };

  const shownBy = {
    live: () => picture('.ck-picture'),
    interact: () => picture('.jp-OutputArea-output img'),
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
