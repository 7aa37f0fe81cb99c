// Checks answers on the page, as the course's own judge does; it knows no library and no network.

const checks = (() => {
  const QUIET = 1e-9;
  function write(v) { // as Python's "g" writes six digits: halves to the even one
    const [, kept, rest, power] = v.toExponential(20).match(/^(-?\d\.\d{5})(\d+)e(.*)$/);
    const value = /^50*$/.test(rest) && kept.at(-1) % 2 === 0 ? Number(`${kept}e${power}`) : Number(v.toPrecision(6));
    const small = value && Math.abs(value) < 1e-4;
    const text = small ? value.toExponential().replace(/e-(\d)$/, "e-0$1") : String(value);
    return text.replaceAll("-", "−");
  }
  const size = (shape) => shape.reduce((a, b) => a * b, 1);
  const without1 = (shape) => shape.filter((n) => n !== 1).join();

  // -- reading: a number or an array as people type it ------------------------------------------

  function number(word) {
    const percent = word.endsWith("%");
    const parts = word.replace(/%$/, "").split("/").map((part) => part.trim());
    if (parts.length > 2 || parts.some((part) => !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(part))) return NaN;
    const value = parts.length === 2 ? parts[0] / parts[1] : Number(parts[0]);
    return percent ? value / 100 : value;
  }

  function read(typed) { // → {values, shape}, or {says} for what is no number
    let text = typed.trim().replace(/[−–]/g, "-").replace(/^.*=\s*/, "").replace(/^(np\.)?array\((.*)\)$/s, "$2");
    if (!text || text === "...") return { empty: true, says: "Type a number, or an array in brackets." };
    // without a point, a comma between digits is a decimal one, unless brackets hold only commas
    const points = text.includes("."), spaced = /[\s;]/.test(text.replace(/,\s/g, ","));
    if (!points && /\d,\d/.test(text) && (!/[[\]]/.test(text) || spaced)) text = text.replace(/(\d),(\d)/g, "$1.$2");
    const rows = [];
    let flat = true;
    const body = text.replace(/^\[(.*)\]$/s, "$1");
    const pieces = /[[\]]/.test(body) ? body.split(/\]\s*,?\s*\[/) : body.split(/;|\n/);
    for (const piece of pieces) {
      const words = piece.replace(/[[\]]/g, " ").replace(/\s*\/\s*/g, "/").replace(/([+-])\s+/g, "$1").split(/[\s,;]+/).filter(Boolean);
      const row = words.map(number);
      if (!row.length || row.some(Number.isNaN)) return { says: "This is no number. Write 0.25, 1/4 or [0.1, 0.2]." };
      if (!row.every(Number.isFinite)) return { says: "There is an ∞ in it. Look at each step." };
      rows.push(row);
    }
    flat = rows.length === 1 && !/[[\]]/.test(body);
    if (rows.some((row) => row.length !== rows[0].length)) return { says: "The rows have different lengths. Make them equally long." };
    const alone = flat && rows[0].length === 1 && !text.includes("[");
    const column = !flat && rows.length > 1 && rows[0].length === 1 && !/[[\]]/.test(text); // 1; 2
    const shape = alone ? [] : flat ? [rows[0].length] : column ? [rows.length] : [rows.length, rows[0].length];
    return { values: rows.flat(), shape };
  }

  // -- comparing --------------------------------------------------------------------------------

  const fits = (yours, shape) => without1(yours.shape) === without1(shape);

  function close(yours, [, values, shape], within) {
    const list = Array.isArray(within) && within.length === values.length;
    const most = Array.isArray(within) ? Math.max(...within) : within;
    return fits(yours, shape) && values.every((v, k) => Math.abs(yours.values[k] - v) <= (list ? within[k] : most) + 1e-12);
  }

  function even(v) { // to a whole number, halves to the even one, as numpy rounds
    const down = Math.floor(v), part = v - down;
    return part < 0.5 || (part === 0.5 && down % 2 === 0) ? down : down + 1;
  }

  function like(yours, result, within) {
    if (within < 0.01) return close(yours, result, within);
    const [name, values, shape] = result, unit = Number((2 * within).toFixed(4));
    const near = 0.01 * Math.max(0, ...values.map(Math.abs));
    const rounded = values.map((v) => even(v / (2 * within)) * unit);
    return close(yours, result, Math.min(within, near)) || close(yours, [name, rounded, shape], QUIET);
  }

  function only(yours, results, within) { // the one result that fits; null where two names do
    const found = results.filter((result) => like(yours, result, within));
    return found.length && found.every(([name]) => name === found[0][0]) ? found[0] : null;
  }

  function looksLike(yours, v, question) {
    const wide = Math.max(...v.tolerance), { within } = question;
    const whole = { values: yours.values, shape: v.right[2] };
    const anywhere = fits(yours, v.right[2]) && !close(yours, v.right, within) ? v.anywhere.filter((r) => like(whole, r, within)) : [];
    return only(yours, v.singles, within) ?? (anywhere.length === 1 ? anywhere[0] : null)
      ?? only(yours, v.singles, wide) ?? only(yours, v.pairs, within);
  }

  function reached(yours, right, tolerance, wrongs, within) {
    if (close(yours, right, within)) return true;
    return close(yours, right, tolerance) && !wrongs.some((wrong) => close(yours, wrong, within));
  }

  function tooShort(yours, right, digits) {
    for (let k = 1; k < digits; k++) {
      const unit = 10 ** -k, largest = Math.max(...right.map(Math.abs));
      const near = right.every((r, i) => Math.abs(yours[i] - r) < unit * (1 - 1e-9)) && largest >= 10 * unit;
      if (near && yours.every((y) => Math.abs(y / unit - Math.round(y / unit)) <= 1e-6)) return true;
    }
    return false;
  }

  // -- what is said -----------------------------------------------------------------------------

  function soFar(yours, right, shape, within) {
    if (right.length === 1) {
      const [y, r] = [yours[0], right[0]];
      const sign = Math.sign(y) === Math.sign(r), near = Math.abs(r) / 2 <= Math.abs(y) && Math.abs(y) <= 2 * Math.abs(r);
      if (sign) return near ? "The sign is right and the size is near: look for a small slip in the steps." : "The sign is right; the size is not near.";
      return near ? "The size is near; the sign is not right." : "Sign and size are not right yet.";
    }
    const good = right.map((r, k) => Math.abs(yours[k] - r) <= within);
    const place = (k) => `[${shape.map((n, axis) => Math.floor(k / size(shape.slice(axis + 1))) % n).join(", ")}]`;
    const entries = (wanted) => {
      const places = good.flatMap((g, k) => (g === wanted ? [place(k)] : []));
      return `${places.length === 1 ? "entry" : "entries"} ${places.slice(0, 9).join(", ")}${places.length > 9 ? " …" : ""}`;
    };
    if (good.some(Boolean)) return `Right so far: ${entries(true)}. Not yet: ${entries(false)}.`;
    const signs = right.every((r, k) => Math.sign(r) === Math.sign(yours[k]));
    return signs ? "The shape is right, and so is every sign; no entry is right yet." : "The shape is right; no entry is right yet.";
  }

  const shaped = (shape) => (shape.length ? `an array of shape (${shape.join(", ")}${shape.length === 1 ? "," : ""})` : "a single number");

  // The result for whoever went on from these very numbers, which are near the `answered` ones.
  function wentOn([[, answered], [name, values, shape], , slopes], before) {
    const by = before.values.map((value, k) => value - answered[k]);
    return [name, values.map((v, i) => v + by.reduce((sum, d, k) => sum + slopes[i][k] * d, 0)), shape];
  }

  function value(question, v, typed, before) {
    const yours = read(typed), { within, digits } = question;
    if (yours.says) return { outcome: yours.empty ? "not attempted" : "explained", text: yours.says };
    if (reached(yours, v.right, v.tolerance, v.singles, within)) return { outcome: "right", text: v.done };
    const given = before && v.given.find((each) => close(before, each[0], question.within_before)
      && reached(yours, wentOn(each, before), each[2], [], within));
    if (given) {
      if (given[0][0] === "right") return { outcome: "right", text: v.done }; // only its rounding went on
      const own = before.values.length === 1 ? ` = ${write(before.values[0])}` : "";
      return { outcome: "right given", text: `You went on from ${question.before}${own} as one should; now mend ${question.before}.` };
    }
    const same = fits(yours, v.right[2]);
    if (same && tooShort(yours.values, v.right[1], digits)) return { outcome: "explained", text: `Right so far. Give it to ${digits} decimals, please.` };
    const [low, high] = question.bounds ?? [-Infinity, Infinity];
    const out = yours.values.every((y) => low <= y && y <= high) ? "" : `σ never leaves ${write(low)} … ${write(high)}, so this cannot be it. `;
    const slip = looksLike(yours, v, question);
    const quoted = yours.values.length === 1 ? write(yours.values[0]) : "Your array";
    if (slip) return { outcome: "not yet", text: `${out}${quoted} looks like ${slip[3]}`, slip: slip[0] };
    if (!same) return { outcome: "explained", text: `You have ${shaped(yours.shape)}; the answer is ${shaped(v.right[2])}.` };
    return { outcome: "not yet", text: out || soFar(yours.values, v.right[1], v.right[2], within) };
  }

  function words(question, v, typed) {
    const count = typed.trim().split(/\s+/).filter(Boolean).length;
    if (!count) return { outcome: "not attempted", text: "Write a sentence first; the model answer opens then." };
    if (count < 3) return { outcome: "explained", text: "Make it a sentence of your own; the model answer opens then." };
    return { outcome: "noted", text: [`One good answer: ${v.model}`, "Does yours say this?", ...v.checklist.map((point) => `☐ ${point}`)].join("\n") };
  }

  function choice(question, v, letter) {
    const [text, says, right] = v.options["ABCDEFGHIJKLMNOP".indexOf(letter)] ?? [];
    if (text === undefined) return { outcome: "not attempted", text: "Choose a letter." };
    return right ? { outcome: "right", text: says } : { outcome: "not yet", text: says, slip: text };
  }

  // before: what was answered to the question before, as `read` returns it
  const judge = (question, variant, typed, before) => ({ value, words, choice })[question.kind](question, question.variants[variant], typed, before);
  return { read, judge, close, reached };
})();

if (typeof module === "object") module.exports = checks;
