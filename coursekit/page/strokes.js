// A message of `pictures/strokes.py`, read: layers of calls with paths and arrays.

const STATIC = -1;
const NEW_PATH = -1, NEW_WORD = -2, SAME = -3; // where a path comes from, as strokes.py has it
const MOVE = 1, LINE = 2, QUADRATIC = 3, CUBIC = 4, CLOSE = 79; // matplotlib's codes
const KINDS = { d: Float64Array, f: Float32Array, h: Int16Array, H: Uint16Array, B: Uint8Array };

// A Blob and a Response would go by way of the browser's other processes, and take 4 ms for 0.2.
async function inflated(bytes) {
  const { readable, writable } = new DecompressionStream("deflate");
  const writer = writable.getWriter(), reader = readable.getReader(), parts = [];
  writer.write(bytes);
  writer.close();
  for (let part; (part = await reader.read()).value;) parts.push(part.value);
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.buffer;
}

async function unpacked(bytes) {
  const buffer = await inflated(bytes);
  const size = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  const array = told => {
    if (!told) return new Uint8Array(0); // what is empty takes no place
    const [kind, place, length, parts] = told;
    const start = 4 + size + place, end = start + length * KINDS[kind].BYTES_PER_ELEMENT;
    const values = new KINDS[kind](buffer.slice(start, end));
    return parts === 1 ? values : Float32Array.from(values, value => value / parts);
  };
  return { head, array };
}

function layerOf(told, array, old, glyphs) {
  const fresh = told.paths ? pathsOf(told.paths.map(array)) : [];
  const words = told.words ? wordsOf(told.words.map(array), glyphs) : [];
  const paths = [];
  for (const source of array(told.sources)) {
    if (source >= 0) paths.push(old[source]);
    else if (source <= SAME) paths.push(paths[SAME - source]);
    else paths.push((source === NEW_WORD ? words : fresh).shift());
  }
  let next = 0;
  const calls = told.calls.map(call => {
    const one = { ...call };
    const names = call.size ? ["palette", "pixels"] : ["matrices", "offsets", "face", "edge", "widths"];
    for (const name of names) one[name] = array(call[name]);
    if (call.size) one.bitmap = bitmapOf(one);
    else one.paths = paths.slice(next, (next += call.paths));
    if (call.within) one.inside = paths[next++];
    return one;
  });
  return { paths, calls };
}

// A path, and its corners where all its lines run along the axes: they are drawn on whole pixels.
function pathsOf([counts, codes, points]) {
  let at = 0;
  return Array.from(counts, count => {
    const path = new Path2D(), corners = [];
    let straight = true, x, y;
    for (let end = at + count; at < end; at++) {
      const code = codes[at], [u, v] = [points[2 * at], points[2 * at + 1]];
      if (code === MOVE) path.moveTo(u, v);
      else if (code === LINE) path.lineTo(u, v);
      else if (code === CLOSE) path.closePath();
      else if (code === QUADRATIC) path.quadraticCurveTo(...points.subarray(2 * at, 2 * at + 4));
      else if (code === CUBIC) path.bezierCurveTo(...points.subarray(2 * at, 2 * at + 6));
      straight &&= code === MOVE || code === CLOSE || (code === LINE && (u === x || v === y));
      corners.push([code, u, v]);
      if (code === QUADRATIC || code === CUBIC) at += code - 2;
      else if (code !== CLOSE) [x, y] = [u, v];
    }
    return { path, straight: straight && corners };
  });
}

function wordsOf([counts, numbers, xs, ys, scales], glyphs) {
  let at = 0;
  return Array.from(counts, count => {
    const path = new Path2D();
    for (let end = at + count; at < end; at++) {
      const scale = scales[at];
      path.addPath(glyphs[numbers[at]].path, new DOMMatrix([scale, 0, 0, scale, xs[at], ys[at] ?? 0]));
    }
    return { path, word: true };
  });
}

function bitmapOf({ size: [width, height], palette, pixels }) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const image = new ImageData(width, height);
  if (palette.length) {
    const shown = new Uint32Array(image.data.buffer), colours = new Uint32Array(palette.buffer);
    pixels.forEach((colour, k) => { shown[k] = colours[colour]; });
  } else image.data.set(pixels);
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}
