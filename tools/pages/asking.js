// A form below each question and prediction of a page, and what was answered, in its own storage.

const KEPT = "coursekit";
const known = (() => {
  let all = {};
  const open = () => { try { all = JSON.parse(localStorage.getItem(KEPT) ?? "{}"); return ""; } catch { return lost; } };
  const lost = "This browser keeps nothing of this page (a private window, or full storage): the answer counts while it is open.";
  const keep = (id, entry) => {
    open();
    all[id] = { ...all[id], ...entry };
    try { localStorage.setItem(KEPT, JSON.stringify(all)); return ""; } catch { return lost; }
  };
  return { of: (id) => (open(), all[id] ?? {}), keep, all: () => (open(), all) };
})();

const escaped = (text) => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt()};`);

function made(kind, properties = {}, ...children) {
  const element = Object.assign(document.createElement(kind), properties);
  element.append(...children);
  return element;
}

const HEADS = { right: "Right.", "right given": "Right, given your earlier answer.", noted: "Noted.", "not yet": "Not yet.", explained: "Not yet.", "not attempted": "Not attempted." };
const LETTERS = "ABCDEFGHIJKLMNOP";
const SURE = ["a guess", "fairly sure", "certain"];
const forms = new Map(); // question → what redraws it with another variant

// The title of the question where the slip was made: one that went on as it should is not to mend.
function toMend(id, questions) {
  const { before, after, title } = questions[id];
  return before && forms.get(id)?.last()?.outcome === "right given" ? toMend(after, questions) : title;
}

function asking(section, id, questions) {
  const question = questions[id], text = section.querySelector(".asked") ?? section;
  const state = { variant: 0, misses: 0, rung: 0, tried: false, last: null };
  const said = made("div", { className: "said", role: "status" }), more = made("div", { className: "more" });
  const variant = () => question.variants[state.variant];
  const say = (head, told, outcome) => {
    said.dataset.outcome = outcome;
    said.replaceChildren(made("strong", { textContent: head }), ...told.split("\n").flatMap((line, k) => [k ? made("br") : " ", line]));
  };

  function check(typed) {
    const earlier = question.before && forms.get(question.after)?.last();
    const found = checks.judge(question, state.variant, typed, earlier?.read);
    let told = question.sealed && found.outcome === "not yet" ? "" : found.text;
    if (earlier && earlier.outcome !== "right" && found.outcome === "not yet" && !found.slip) {
      told = `First mend “${toMend(question.after, questions)}”: this one goes on from it.`;
    }
    if (!["explained", "not attempted"].includes(found.outcome)) {
      const before = known.of(id), done = ["right", "noted"].includes(before.outcome);
      const lost = known.keep(id, { outcome: done ? before.outcome : found.outcome, attempts: (before.attempts ?? 0) + 1 });
      state.tried = true;
      if (question.kind === "value") state.last = { read: checks.read(typed), outcome: found.outcome };
      if (lost) told += `\n${lost}`;
      if (found.outcome === "not yet" && ++state.misses > 1 && !question.sealed) hint();
    }
    say(HEADS[found.outcome], told, found.outcome);
  }

  function hint() {
    const { hints } = variant(), k = Math.min(state.rung++, hints.length - 1);
    more.innerHTML = `<p><b>Hint ${k + 1} of ${hints.length}</b></p>${hints[k]}`;
  }

  function solution() {
    more.innerHTML = state.tried ? variant().solution : "<p>It opens after your first attempt. A wrong one is welcome: it tells you more.</p>";
  }

  function turn(number) {
    Object.assign(state, { variant: number, misses: 0, rung: 0, tried: false, last: null });
    text.innerHTML = `<p>${escaped(question.title)}</p>${variant().text}${options()}`;
    said.replaceChildren();
    more.replaceChildren();
    fill();
  }

  const options = () => (question.kind === "choice" ? `<ul>${variant().options.map(([o], k) => `<li><b>${LETTERS[k]}</b> ${escaped(o)}</li>`).join("")}</ul>` : "");
  const another = () => {
    const next = (state.variant + 1) % question.variants.length;
    for (const [other, form] of forms) if (questions[other].first === question.first) form.turn(next);
  };
  const button = (words, act) => { const b = made("button", { type: "button", textContent: words }); b.addEventListener("click", act); return b; };
  const entry = made("span", { className: "entry" });

  function fill() {
    if (question.kind === "choice") {
      entry.replaceChildren(...variant().options.map(([option], k) => {
        const b = button(LETTERS[k], () => check(LETTERS[k]));
        b.setAttribute("aria-label", `${LETTERS[k]}: ${option}`);
        return b;
      }));
      return;
    }
    const box = made(question.kind === "words" ? "textarea" : "input", { autocomplete: "off", spellcheck: false });
    box.setAttribute("aria-label", `Your answer: ${question.title}`);
    const label = question.symbol ? made("label", { textContent: `${question.symbol} = ` }, box) : box;
    entry.replaceChildren(label, made("button", { textContent: question.kind === "words" ? "Hand in" : "Check" }));
  }

  const form = made("form", { className: "check", noValidate: true }, entry);
  if (!question.sealed) form.append(...(question.variants[0].hints.length ? [button("Hint", hint)] : []), button("Solution", solution));
  if (question.variants.length > 1) form.append(button("Another", another));
  form.addEventListener("submit", (event) => { event.preventDefault(); check(entry.querySelector("input, textarea")?.value ?? ""); });
  section.append(form, said, more);
  fill();
  forms.set(id, { turn, last: () => state.last });
  if (["right", "noted"].includes(known.of(id).outcome)) say("Right before.", "Answered on another visit.", "right");
}

// -- predictions: a guess, how sure one is, and later what came --------------------------------------

function guessing(section, id, asked) {
  const said = made("div", { className: "said", role: "status" });
  let guess = known.of(id).guess;
  const entry = asked.options
    ? made("span", { className: "entry" }, ...asked.options.map((option, k) => {
      const b = made("button", { type: "button", textContent: LETTERS[k] });
      b.setAttribute("aria-label", `${LETTERS[k]}: ${option}`);
      b.addEventListener("click", () => { guess = option; entry.querySelectorAll("button").forEach((o) => o.setAttribute("aria-pressed", o === b)); });
      return b;
    }))
    : made("input", { autocomplete: "off" });
  if (!asked.options) entry.setAttribute("aria-label", "Your guess");
  const tell = (sure) => { said.textContent = `Kept. You say “${guess}”, and ${sure === 1 ? "it is" : "you are"} ${SURE[sure - 1]}.`; };
  const sure = SURE.map((words, k) => {
    const b = made("button", { type: "button", textContent: words });
    b.addEventListener("click", () => {
      if (!asked.options) guess = entry.value.trim();
      if (!guess) { said.textContent = "Answer first."; return; }
      if (asked.kind === "amount" && checks.read(guess).says) { said.textContent = checks.read(guess).says; return; }
      known.keep(id, { guess, sure: k + 1 });
      tell(k + 1);
      document.querySelectorAll(`[data-compare="${id}"]`).forEach((place) => comparing(place, id, asked));
    });
    return b;
  });
  section.append(made("form", { className: "check" }, entry, made("span", { textContent: " How sure are you? " }), ...sure), said);
  section.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  if (guess) tell(known.of(id).sure);
}

function comparing(place, id, asked) {
  const { guess, sure } = known.of(id);
  const show = made("button", { type: "button", textContent: "Compare with your guess" });
  show.addEventListener("click", () => {
    const same = asked.kind === "amount" ? Math.abs(checks.read(guess).values[0] - asked.number) <= asked.within : guess === asked.comes;
    const told = same ? `You said ${guess}, and so it is` : `You said ${guess}; it is ${asked.comes}`;
    place.replaceChildren(made("p", { role: "status", textContent: `${told}. ${sure === 1 ? "It was" : "You were"} ${SURE[sure - 1]}.` }));
  });
  place.replaceChildren(guess ? show : made("p", { textContent: "No guess is kept: make one above, before you look." }));
}

// -- how far one has come, and a line that takes it to another browser, or to the notebooks ----------

function progress(place, lessons) {
  const draw = () => {
    const row = ([title, ids]) => `<tr><td>${escaped(title)}</td><td>${ids.filter((id) => ["right", "noted"].includes(known.of(id).outcome)).length} of ${ids.length}</td></tr>`;
    table.innerHTML = `<tr><th>lesson</th><th>answered here</th></tr>${lessons.map(row).join("")}`;
  };
  const table = made("table"), line = made("input", { value: "", spellcheck: false }), said = made("p", { role: "status" });
  line.setAttribute("aria-label", "Progress as one line");
  const give = made("button", { type: "button", textContent: "Take it along" });
  give.addEventListener("click", () => {
    line.value = `CKP1.${btoa(unescape(encodeURIComponent(JSON.stringify(known.all()))))}`;
    line.select();
    said.textContent = "Copy this line. Put it into the box in another browser, or into my_progress(\"…\") in a notebook.";
  });
  const take = made("button", { type: "button", textContent: "Take it in" });
  take.addEventListener("click", () => {
    try {
      const come = JSON.parse(decodeURIComponent(escape(atob(line.value.trim().replace(/^CKP1\./, "")))));
      for (const [id, entry] of Object.entries(come)) if (!["right", "noted"].includes(known.of(id).outcome)) known.keep(id, entry);
      said.textContent = "It is in.";
    } catch { said.textContent = "This is no line of progress; it begins with CKP1."; }
    draw();
  });
  place.append(made("div", { className: "wide" }, table), made("p", { className: "check" }, line, give, take), said);
  draw();
}

async function ask(block) {
  let questions;
  try {
    const bytes = Uint8Array.from(atob(block.textContent), (c) => c.charCodeAt());
    questions = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
  } catch {
    document.querySelectorAll("[data-ask]").forEach((s) => s.append(made("p", { textContent: "This browser is too old to check answers here." })));
    return;
  }
  for (const section of document.querySelectorAll("[data-ask]")) {
    const id = section.dataset.ask, question = questions[id];
    if (question?.variants.length) asking(section, id, questions);
    else if (question) {
      const there = made("a", { href: document.body.dataset.alive, textContent: "With Python." });
      section.append(made("p", { className: "kernel" }, "Not on this page: a function of yours. What to begin with stands below. ", there));
    }
  }
  document.querySelectorAll("[data-predict]").forEach((s) => questions[s.dataset.predict] && guessing(s, s.dataset.predict, questions[s.dataset.predict]));
  document.querySelectorAll("[data-compare]").forEach((s) => questions[s.dataset.compare] && comparing(s, s.dataset.compare, questions[s.dataset.compare]));
  const place = document.querySelector("#progress");
  if (place) progress(place, JSON.parse(place.dataset.lessons));
  document.documentElement.dataset.asking = "ready";
}

ask(document.querySelector("#checks"));
