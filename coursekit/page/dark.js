// The colours of a picture in a dark page: the card, ink, grid and axes take dark ones. What carries
// data stays, and a text that would be hard to read on the card becomes lighter.

const PAPER = "255,255,255", CARD = [32, 36, 47];
// `NEUTRAL` in pictures/shapes.py lists the same
const INK = "26,29,41";
const DARK = new Map([
  [INK, [230, 233, 239]],
  ["91,99,114", [168, 176, 190]], // quiet
  ["229,231,235", [58, 64, 78]], // grid
  ["248,250,252", CARD],
]);
const DARK_PAPER = [22, 25, 33];
const READABLE = 4.5; // the contrast of a text with what it stands on

function darkened(rgb, isPaper, isText) {
  if (isPaper && String(rgb) === PAPER) return DARK_PAPER;
  const own = DARK.get(String(rgb));
  if (own) return own;
  if (!isText) return rgb;
  if (rgb.every(channel => channel === 0)) return DARK.get(INK); // it was chosen for a light card
  let light = 0, shown = rgb;
  while (contrast(shown, CARD) < READABLE) {
    light += 0.05;
    shown = rgb.map(channel => Math.round(channel + (255 - channel) * light));
  }
  return shown;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(rgb) {
  const [r, g, b] = rgb.map(channel => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
