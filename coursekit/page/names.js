// ipywidgets writes a control's tooltip as the title of its label, where no screen reader looks for
// the name of a box, a list or a button. This gives them their names, says which button is pressed,
// and keeps both. Sliders have names of their own (slider.js).

const ICONS = { "fa-play": "play", "fa-pause": "pause", "fa-stop": "stop", "fa-retweet": "repeat" };

function nameControls(view, signal) {
  const name = () => {
    for (const label of view.querySelectorAll(".widget-label")) nameOne(label);
    for (const button of view.querySelectorAll("button:not([aria-label])")) {
      if (!button.textContent.trim()) button.setAttribute("aria-label", saidBy(button));
    }
    for (const button of view.querySelectorAll(".widget-toggle-button")) {
      const pressed = String(button.classList.contains("mod-active"));
      if (button.ariaPressed !== pressed) button.ariaPressed = pressed;
    }
  };
  const watch = new MutationObserver(name);
  watch.observe(view, { childList: true, subtree: true, attributeFilter: ["class"] });
  signal.addEventListener("abort", () => watch.disconnect());
  name();
}

function nameOne(label) {
  for (const part of label.parentElement.querySelectorAll("input, select, textarea")) {
    const name = label.title || label.textContent.trim() || part.title;
    if (!name || part.getAttribute("aria-label") === name) continue;
    part.setAttribute("aria-label", name);
  }
}

function saidBy(button) {
  const icon = [...(button.querySelector("i")?.classList ?? [])].find(kind => kind in ICONS);
  return button.title || ICONS[icon] || "button";
}
