// The first page's reader: strokes become an image as `coursekit/network/handwriting.py` makes it,
// and one forward pass of the stored network reads it. Nothing leaves the page.

(() => {
  const SIDE = 28, BOX = 20, PEN = 1.25, SOFT = 0.9, SPACING = 0.4, MOST = 2000;
  const LEAST = 0.2, LEAD = 2; // of a sure reading

  // Return strokes, lists of [x, y], as MNIST would have them: 784 numbers from 0 to 255.
  function asMnist(strokes) {
    const lines = strokes.filter(line => line.length), points = lines.flat();
    if (!points.length) return new Float64Array(SIDE * SIDE);
    const low = [0, 1].map(k => Math.min(...points.map(p => p[k])));
    const size = Math.max(...[0, 1].map(k => Math.max(...points.map(p => p[k])) - low[k]));
    const scale = size > 0 ? (BOX - 2 * PEN) / size : 1;
    let dense = lines.flatMap(line => denseOf(line.map(p => [0, 1].map(k => (p[k] - low[k]) * scale))));
    const every = 1 + Math.floor(dense.length / MOST);
    dense = dense.filter((_, n) => n % every === 0);
    const ends = [0, 1].map(k => {
      const all = dense.map(p => p[k]);
      return [Math.min(...all), Math.max(...all)];
    });
    dense = dense.map(p => p.map((v, k) => v + SIDE / 2 - (ends[k][0] + ends[k][1]) / 2));
    const ink = inkOf(dense), centre = [0, 0];
    let all = 0;
    ink.forEach((dark, n) => {
      all += dark;
      centre[0] += dark * ((n % SIDE) + 0.5);
      centre[1] += dark * (Math.floor(n / SIDE) + 0.5);
    });
    const by = centre.map((sum, k) => {
      const room = (SIDE - (ends[k][1] - ends[k][0])) / 2 - PEN;
      return Math.max(-room, Math.min(room, SIDE / 2 - sum / all));
    });
    return inkOf(dense.map(p => [p[0] + by[0], p[1] + by[1]])).map(dark => Math.round(255 * dark));
  }

  function denseOf(line) {
    const along = [0];
    for (let n = 1; n < line.length; n++) {
      along.push(along[n - 1] + Math.hypot(line[n][0] - line[n - 1][0], line[n][1] - line[n - 1][1]));
    }
    const total = along[along.length - 1], count = Math.ceil(total / SPACING), made = [];
    for (let n = 0, k = 0; n <= count; n++) {
      const at = n === count ? total : (n * total) / count;
      while (k < line.length - 2 && along[k + 1] < at) k++;
      const wide = along[k + 1] - along[k], share = wide > 0 ? (at - along[k]) / wide : 0;
      const next = line[k + 1] ?? line[k];
      made.push([0, 1].map(j => line[k][j] + share * (next[j] - line[k][j])));
    }
    return made;
  }

  function inkOf(points) {
    const nearest = new Float64Array(SIDE * SIDE).fill(Infinity);
    for (const [x, y] of points) {
      for (let n = 0; n < nearest.length; n++) {
        const dx = (n % SIDE) + 0.5 - x, dy = Math.floor(n / SIDE) + 0.5 - y;
        nearest[n] = Math.min(nearest[n], dx * dx + dy * dy);
      }
    }
    return nearest.map(d => Math.min(1, Math.max(0, (PEN + SOFT / 2 - Math.sqrt(d)) / SOFT)));
  }

  // Return a network from base64 of float32, layer by layer: weights row by row, then biases.
  function unpacked(sizes, text) {
    const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0)), view = new DataView(bytes.buffer);
    let at = 0;
    const take = count => Float64Array.from({ length: count }, () => view.getFloat32(4 * at++, true));
    return sizes.slice(1).map((rows, l) => ({ weights: take(rows * sizes[l]), biases: take(rows) }));
  }

  // Return the activations of every layer after the input.
  function forward(network, input) {
    const layers = [input];
    for (const { weights, biases } of network) {
      const a = layers[layers.length - 1];
      layers.push(biases.map((b, j) => {
        let z = b;
        for (let i = 0; i < a.length; i++) z += weights[j * a.length + i] * a[i];
        return 1 / (1 + Math.exp(-z));
      }));
    }
    return layers.slice(1);
  }

  // Return the brightest output, the next, and whether the network is sure.
  function reading(outputs) {
    const [first, second] = [...outputs.keys()].sort((a, b) => outputs[b] - outputs[a]);
    return [first, second, outputs[first] >= Math.max(LEAST, LEAD * outputs[second])];
  }

  if (typeof module === "object") {
    module.exports = { asMnist, unpacked, forward, reading };
    return;
  }

  // -- on the page -------------------------------------------------------------------------

  const COLUMNS = [40, 190, 330], WIDE = 560, HIGH = 400, BEAT = 180; // milliseconds a layer
  const BLUE = "0,114,178", ORANGE = "213,94,0", STRONGEST = 4;
  const root = document.getElementById("reader"), find = name => root.querySelector(`.${name}`);
  const told = JSON.parse(find("told").textContent), network = unpacked(told.sizes, told.weights);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const pad = find("paper"), seen = find("seen"), drawn = find("network"), says = find("says");
  let strokes = told.samples[3], own = false, through = 3, pen = null, asked = 0, beat = 0;

  const a = digit => `${digit === 8 ? "an" : "a"} ${digit}`;
  const near = value => (value > 0.995 ? "> 0.99" : value < 0.005 ? "< 0.01" : value.toFixed(2));
  const later = () => { asked ||= requestAnimationFrame(show); };

  function show() {
    asked = 0;
    const image = asMnist(strokes), layers = forward(network, image.map(grey => grey / 255));
    const [first, second, sure] = reading(layers[2]), left = [first, second].map(d => near(layers[2][d]));
    paintPad();
    const pixels = new ImageData(SIDE, SIDE);
    image.forEach((grey, n) => pixels.data.set([grey, grey, grey, 255], 4 * n));
    seen.getContext("2d").putImageData(pixels, 0, 0);
    paintNetwork(layers, sure && strokes.length ? first : -1);
    if (through < 3 || pen !== null) return;
    const reads = sure
      ? `It reads ${a(first)} (${left[0]}), next ${a(second)} (${left[1]}).`
      : `It is not sure: ${a(first)} (${left[0]}), or ${a(second)} (${left[1]})?`;
    const sample = own ? "" : " That was a sample: draw one of your own over it.";
    const words = strokes.length ? reads + sample : "The square is empty. Draw a digit on it.";
    if (says.textContent !== words) says.textContent = words;
  }

  function paintPad() {
    const context = pad.getContext("2d"), side = pad.width;
    context.fillStyle = "black";
    context.fillRect(0, 0, side, side);
    Object.assign(context, { lineWidth: side / 16, lineCap: "round", lineJoin: "round" });
    context.strokeStyle = own ? "white" : "#b8c0cc";
    for (const line of strokes) {
      context.beginPath();
      context.moveTo(side * line[0][0], side * line[0][1]);
      for (const [x, y] of line) context.lineTo(side * x, side * y);
      if (line.length === 1) context.lineTo(side * line[0][0] + 0.1, side * line[0][1]);
      context.stroke();
    }
  }

  function paintNetwork(layers, digit) {
    const scale = drawn.width / WIDE, context = drawn.getContext("2d");
    const ink = getComputedStyle(root).color, place = (l, j) => {
      const count = layers[l].length;
      return [COLUMNS[l], HIGH / 2 + ((HIGH - 20) / count) * (j - (count - 1) / 2)];
    };
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, WIDE, HIGH);
    for (let l = 1; l < Math.min(3, through); l++) {
      layers[l].forEach((_, j) => layers[l - 1].forEach((value, i) => {
        const sent = value * network[l].weights[j * layers[l - 1].length + i];
        const share = Math.min(1, Math.abs(sent) / STRONGEST);
        if (share < 0.03) return;
        context.strokeStyle = `rgba(${sent > 0 ? BLUE : ORANGE},${0.9 * share})`;
        context.lineWidth = 3.5 * share;
        context.beginPath();
        context.moveTo(...place(l - 1, i));
        context.lineTo(...place(l, j));
        context.stroke();
      }));
    }
    context.lineWidth = 1.5;
    Object.assign(context, { textBaseline: "middle", font: "15px sans-serif", strokeStyle: ink });
    layers.forEach((layer, l) => layer.forEach((value, j) => {
      const [x, y] = place(l, j), grey = 255 * value;
      context.beginPath();
      context.arc(x, y, l < 2 ? 8 : 11, 0, 7);
      context.fillStyle = l < through ? `rgb(${grey},${grey},${grey})` : "rgba(128,128,128,0.35)";
      context.fill();
      context.stroke();
      if (l < 2) return;
      context.fillStyle = ink;
      context.fillText(j, x + 20, y);
      if (through < 3) return;
      context.fillText(near(value), x + 160, y);
      context.fillStyle = j === digit ? "#00795a" : `rgb(${BLUE})`;
      context.fillRect(x + 42, y - 8, 108 * value, 16);
    }));
  }

  // Light the layers one after the other, unless whoever looks would rather not have it move.
  function light() {
    clearInterval(beat);
    if (calm.matches) return later();
    through = 0;
    beat = setInterval(() => {
      through += 1;
      if (through > 2) stop();
      later();
    }, BEAT);
    later();
  }

  function stop() {
    clearInterval(beat);
    through = 3;
    later();
  }

  function put(some, mine) {
    [strokes, own] = [some, mine];
    light();
  }

  const at = event => {
    const box = pad.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  pad.addEventListener("pointerdown", event => {
    if (pen !== null || event.button !== 0) return;
    stop();
    pen = event.pointerId;
    pad.setPointerCapture(pen);
    strokes = [...(own ? strokes : []), [at(event)]];
    own = true;
    later();
  });
  pad.addEventListener("pointermove", event => {
    if (event.pointerId !== pen) return;
    const passed = event.getCoalescedEvents?.() ?? [];
    strokes[strokes.length - 1].push(...(passed.length ? passed : [event]).map(at));
    later();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    pad.addEventListener(end, event => {
      if (event.pointerId !== pen) return;
      pen = null;
      light();
    });
  }
  addEventListener("keydown", () => through < 3 && stop());
  find("clear").addEventListener("click", () => put([], true));
  find("undo").addEventListener("click", () => own && put(strokes.slice(0, -1), true));
  find("sample").addEventListener("change", event => put(told.samples[event.target.value], false));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", later);
  new MutationObserver(later).observe(document.documentElement, { attributes: true });
  root.hidden = false;
  show();
})();
