// The player of strokes: what `pictures/strokes.py` tells is painted on a canvas, at the screen's own
// density. It knows no kernel: a message is bytes, wherever they come from. `strokes.js` reads them,
// `dark.js` knows the colours of a dark page; the three make one script.

class Stage {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d", { alpha: false }); // opaque: half the work for the browser
    canvas.width = canvas.height = 0; // and black until it is painted
    this.still = document.createElement("canvas");
    this.layers = new Map();
    this.glyphs = [];
    this.number = 0;
    this.dark = false;
    this.painted = () => {};
    this.taken = Promise.resolve();
    this.observer = new ResizeObserver(([entry]) => {
      const [box] = entry.devicePixelContentBoxSize ?? []; // not everywhere
      this.fit(box?.inlineSize ?? entry.contentRect.width * devicePixelRatio);
    });
    this.observer.observe(canvas);
  }

  // Take a message; resolves to false where one before it is missing.
  take(bytes) {
    this.taken = this.taken.then(async () => this.follow(await unpacked(bytes)));
    return this.taken;
  }

  follow({ head, array }) {
    if (!head.first && head.number <= this.number) return true;
    if (!head.first && head.number !== this.number + 1) return false;
    this.number = head.number;
    if (head.first) this.layers.clear();
    if (String(this.size) !== String(head.size)) {
      this.size = head.size;
      this.canvas.style.aspectRatio = head.size.join(" / ");
      if (!this.width) this.fit(head.size[0] * devicePixelRatio);
    }
    const [known, outlines] = head.glyphs;
    if (outlines) this.glyphs = [...this.glyphs.slice(0, known), ...pathsOf(outlines.map(array))];
    for (const [number, told] of head.layers) {
      const old = this.layers.get(number)?.paths ?? [];
      this.layers.set(number, layerOf(told, array, old, this.glyphs));
      if (number === STATIC) this.stale = true;
    }
    this.paintSoon();
    return true;
  }

  // Paint for so many of the screen's pixels from left to right.
  fit(width) {
    if (!this.size || !width || Math.round(width) === this.width) return;
    this.width = Math.round(width);
    this.stale = true;
    this.paint(); // a canvas that is given a size is blank: not until the next frame
  }

  wear(dark) {
    if (dark === this.dark) return;
    this.dark = dark;
    this.stale = true;
    this.paintSoon();
  }

  paintSoon() {
    this.asked ??= requestAnimationFrame(() => this.paint());
  }

  paint() {
    cancelAnimationFrame(this.asked);
    this.asked = null;
    if (!this.size || !this.layers.has(STATIC)) return;
    const scale = this.width / this.size[0], height = Math.round(this.size[1] * scale);
    if (this.stale) {
      for (const canvas of [this.canvas, this.still]) {
        if (canvas.width !== this.width) canvas.width = this.width;
        if (canvas.height !== height) canvas.height = height;
      }
      this.play(this.still.getContext("2d"), this.layers.get(STATIC), scale);
      this.stale = false;
    }
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.drawImage(this.still, 0, 0);
    for (const layer of this.inOrder().slice(1)) this.play(this.context, layer, scale);
    this.painted(this.number);
  }

  inOrder() {
    return [...this.layers].sort(([a], [b]) => a - b).map(([, layer]) => layer);
  }

  play(context, layer, scale) {
    const base = [scale, 0, 0, -scale, 0, this.size[1] * scale]; // y points up
    for (const call of layer.calls) {
      context.save();
      context.setTransform(...base);
      if (call.clip) clipTo(context, call.clip, scale, base[5], call.whole ? 1 : 0);
      if (call.inside) context.clip(call.inside.path);
      if (call.bitmap) {
        this.playImage(context, call, base);
      } else this.playShapes(context, call, base);
      context.restore();
    }
  }

  // An image that is not turned ends on whole pixels, as all that is straight.
  playImage(context, { bitmap, matrix: [a, b, c, d, e, f], size: [width, height], solid }, base) {
    context.imageSmoothingEnabled = false;
    context.transform(a, b, c, d, e, f);
    if (b || c) return context.drawImage(bitmap, 0, 0);
    const exact = context.getTransform();
    const [x0, x1] = [e, e + a * width].map(x => Math.round(base[0] * x));
    const [y0, y1] = [f, f + d * height].map(y => Math.round(base[5] + base[3] * y));
    context.setTransform((x1 - x0) / width, 0, 0, (y1 - y0) / height, x0, y0);
    context.drawImage(bitmap, 0, 0);
    if (!solid) return;
    context.setTransform(exact); // and within it each pixel is where it belongs
    context.drawImage(bitmap, 0, 0);
  }

  playShapes(context, call, base) {
    context.lineCap = call.cap ?? "butt";
    context.lineJoin = call.join ?? "round";
    const { face, edge, widths, offsets, matrices, dashes, paths } = call;
    const rounds = Math.max(paths.length, matrices.length / 6, 1);
    for (let k = 0; k < call.items; k++) {
      const shape = paths[(k % rounds) % paths.length];
      const width = widths.length ? widths[k % widths.length] : 0;
      const at = 6 * (k % (matrices.length / 6));
      const place = matrices.length ? [...matrices.subarray(at, at + 6)] : [1, 0, 0, 1, 0, 0];
      if (offsets.length) {
        const by = 2 * (k % (offsets.length / 2));
        place[4] += offsets[by];
        place[5] += offsets[by + 1];
      }
      if (!Number.isFinite(place[4] + place[5])) continue;
      if (call.whole) {
        const half = shape.straight ? 0 : 0.5; // a mark moves by whole pixels, as Agg puts it
        place[4] = (Math.round(base[0] * place[4]) + half) / base[0];
        place[5] = (Math.round(base[3] * place[5] + base[5]) + half - base[5]) / base[3];
      }
      const filled = face.length && face[4 * (k % (face.length / 4)) + 3];
      const stroked = width && edge.length && edge[4 * (k % (edge.length / 4)) + 3];
      if (!filled && !stroked) continue;
      let path = shape.path, scale = 1;
      if (shape.straight && call.snap !== false) {
        context.setTransform(1, 0, 0, 1, 0, 0);
        path = snapped(shape.straight, place, base, stroked ? width * base[0] : 0);
        scale = base[0];
      } else if (place[0] === 1 && place[3] === 1 && !place[1] && !place[2]) {
        context.setTransform(base[0], 0, 0, base[3], base[0] * place[4], base[5] + base[3] * place[5]);
      } else {
        context.setTransform(...base);
        path = new Path2D();
        path.addPath(shape.path, new DOMMatrix(place));
      }
      if (filled) {
        context.fillStyle = this.colour(face, k, call, shape);
        context.fill(path);
        if (call.joined) { // two soft edges would let through what lies below
          context.setLineDash([]);
          context.lineWidth = scale;
          context.strokeStyle = context.fillStyle;
          context.stroke(path);
        }
      }
      if (stroked) {
        const [start, lengths] = dashes?.[k % dashes.length] ?? [];
        context.setLineDash((lengths ?? []).map(length => length * scale));
        context.lineDashOffset = (start ?? 0) * scale;
        context.lineWidth = width * scale;
        context.strokeStyle = this.colour(edge, k, call, shape);
        context.stroke(path);
      }
    }
  }

  colour(colours, k, call, shape) {
    const at = 4 * (k % (colours.length / 4));
    const alpha = colours[at + 3] / 255;
    let rgb = [colours[at], colours[at + 1], colours[at + 2]];
    if (this.dark && call.own !== true && !call.own?.includes(k)) rgb = darkened(rgb, call.paper, shape.word);
    return `rgba(${rgb},${alpha})`;
  }

  close() {
    this.observer.disconnect();
    cancelAnimationFrame(this.asked);
  }
}

// Clip to whole pixels, as Agg does, which lets marks go one further to the right and below.
function clipTo(context, [left, bottom, right, top], scale, height, more) {
  const [x0, x1] = [left, right].map(x => Math.round(x * scale));
  const [y0, y1] = [top, bottom].map(y => Math.round(height - y * scale));
  const before = context.getTransform();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.beginPath();
  context.rect(x0, y0, x1 - x0 + more, y1 - y0 + more);
  context.clip();
  context.setTransform(before);
}

// Return corners as a path on the screen's own pixels; a line of odd width runs along their middle.
function snapped(corners, [a, , , d, e, f], base, width) {
  const path = new Path2D(), half = Math.round(width) % 2 ? 0.5 : 0;
  const put = (value, scale, shift) => Math.floor(value * scale + shift + 0.5) + half;
  for (const [code, x, y] of corners) {
    const at = [put(a * x + e, base[0], base[4]), put(d * y + f, base[3], base[5])];
    if (code === CLOSE) path.closePath();
    else if (code === MOVE) path.moveTo(...at);
    else path.lineTo(...at);
  }
  return path;
}
