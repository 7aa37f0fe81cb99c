// What can be grabbed in a picture, what lights up together, and what runs along its lines.
// `pictures/handles.py` tells spots, in the picture's own pixels: [how, x, y, diameter], or width and
// height, or the length, thickness and turn of a line. Each becomes an element over the picture, so
// that only there a finger drags and does not scroll. How far it is dragged goes to the kernel, and
// never more than one word of it at a time.

const SPAN = 900, STAGE = 280; // milliseconds: a motion at most, and each part of it
const SVG = "http://www.w3.org/2000/svg";

class Marks {
  // send: takes what is to be told, and what is called when it is answered.
  constructor(frame, stage, send, signal) {
    Object.assign(this, { stage, send, spots: [], groups: [], running: [], pressed: false, lit: -1 });
    this.layer = part(frame, "div", "ck-marks", { "aria-hidden": "true" });
    this.ways = this.layer.appendChild(document.createElementNS(SVG, "svg"));
    const listen = (kind, act, how) => this.layer.addEventListener(kind, act, { signal, ...how });
    listen("pointerdown", event => this.take(event));
    listen("pointermove", event => this.drag(event));
    for (const kind of ["pointerup", "pointercancel", "lostpointercapture"]) {
      listen(kind, event => event.pointerId === this.held?.pointer && this.drop());
    }
    listen("pointerover", event => !this.held && this.light(this.numberOf(event.target)));
    listen("pointerout", () => !this.held && this.light(-1));
    // a line that is turned: its `touch-action` would hold for the whole box around it
    listen("touchstart", event => this.how(event.target) && event.preventDefault(), { passive: false });
    const watch = (kind, act) => window.addEventListener(kind, act, { signal, capture: true });
    watch("keydown", () => this.skip());
    watch("pointerdown", () => { this.pressed = true; });
    for (const kind of ["pointerup", "pointercancel"]) watch(kind, () => { this.pressed = false; });
  }

  follow({ spots, moved = {}, groups, motion, way }) {
    if (spots) {
      for (const spare of this.spots.splice(spots.length)) spare.remove();
      spots.forEach((spot, k) => this.place(k, spot));
    }
    for (const [k, spot] of Object.entries(moved)) this.place(k, spot);
    if (groups) {
      this.groups = groups;
      this.light(this.lit);
    }
    if (way) this.show(way);
    if (motion) this.play(motion);
  }

  place(k, [how, x, y, width, height, turn]) {
    const spot = this.spots[k] ??= part(this.layer, "i", "ck-spot"), [across, down] = this.stage.size;
    const disc = height === undefined, line = turn !== undefined;
    spot.dataset.how = how;
    spot.classList.toggle("ck-disc", disc);
    spot.classList.toggle("ck-line", line);
    const share = (part, whole) => `${100 * part / whole}%`;
    Object.assign(spot.style, {
      left: share(x, across), width: share(width, across), top: share(y, down),
      height: share(height ?? width, down), rotate: line ? `${turn}deg` : "",
      zIndex: Math.round((how ? 1e6 : 1e3) / (width * (height ?? width) + 1)), // the smaller lies above
    });
  }

  numberOf(element) {
    return this.spots.indexOf(element.closest(".ck-spot"));
  }

  how(element) {
    return element.closest(".ck-spot")?.dataset.how;
  }

  light(k) {
    this.lit = k;
    const lit = new Set(this.groups.filter(group => group.includes(k)).flat());
    this.spots.forEach((spot, n) => spot.classList.toggle("ck-lit", lit.has(n)));
  }

  // -- grabbing it -----------------------------------------------------------------------------

  take(event) {
    const k = this.numberOf(event.target), how = this.how(event.target);
    if (!how || this.held || event.button !== 0) return;
    this.layer.setPointerCapture(event.pointerId);
    const { width } = this.layer.getBoundingClientRect(), scale = this.stage.size[0] / width;
    const box = this.spots[k].getBoundingClientRect(), pointer = event.pointerId;
    const [x, y] = how === "at" // from its middle to the pointer
      ? [box.left + box.width / 2, box.top + box.height / 2] : [event.clientX, event.clientY];
    this.held = { k, how, x, y, scale, pointer, hold: Math.random() };
    this.layer.dataset.held = how;
    this.pressed = how !== "press"; // what it brings about may run at once
    this.spots[k].classList.add("ck-held");
    this.tell(event);
  }

  drag(event) {
    if (event.pointerId !== this.held?.pointer) return;
    if (event.pointerType === "mouse" && !event.buttons) return this.drop(); // let go elsewhere
    if (this.held.how !== "press") this.tell(event);
  }

  drop() {
    this.spots[this.held.k]?.classList.remove("ck-held");
    delete this.layer.dataset.held;
    this.held = null;
    this.light(-1);
  }

  tell({ clientX, clientY }) {
    const { k: grab, hold, x, y, scale } = this.held;
    this.next = { grab, hold, by: [(clientX - x) * scale, (y - clientY) * scale].map(Math.round) };
    this.hand();
  }

  hand() {
    const lost = performance.now() - this.sent > PATIENCE; // a kernel that is gone answers nothing
    if (!this.next || (this.waits && !lost)) return;
    const told = this.next, mine = this.waits = {};
    this.sent = performance.now();
    this.next = null;
    this.send(told, () => {
      if (this.waits !== mine) return;
      this.waits = null;
      this.hand();
    });
  }

  // -- moving ----------------------------------------------------------------------------------

  calm() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  // Run through stages, one after the other; a number below 0 is a line that is run backwards.
  play(stages) {
    this.skip();
    if (this.pressed || this.calm()) return;
    const duration = Math.min(STAGE, SPAN / stages.length);
    stages.forEach((stage, n) => stage.forEach(k => {
      const spot = this.spots[k < 0 ? ~k : k], line = spot.classList.contains("ck-line");
      const runner = part(spot, "i", line ? "ck-runner" : "ck-glow");
      const [from, to] = k < 0 ? ["100%", "0%"] : ["0%", "100%"];
      const frames = line ? { left: [from, to], opacity: [1, 1] } : { opacity: [0, 1, 1, 0] };
      const running = runner.animate(frames, { duration, delay: n * duration, easing: "ease-in-out" });
      running.onfinish = () => runner.remove();
      this.running.push(running);
    }));
  }

  skip() {
    for (const running of this.running.splice(0)) running.finish();
  }

  // Lay faint lines over the picture, each given as x and y in turn.
  show(ways) {
    this.ways.setAttribute("viewBox", `0 0 ${this.stage.size.join(" ")}`);
    this.ways.replaceChildren(...ways.map(points => {
      const line = document.createElementNS(SVG, "polyline");
      line.setAttribute("points", points.join(" "));
      line.setAttribute("pathLength", 1);
      return line;
    }));
    if (this.calm()) return;
    for (const line of this.ways.children) {
      this.running.push(line.animate({ strokeDashoffset: [1, 0] }, SPAN));
    }
  }
}
