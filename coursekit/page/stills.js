// What a notebook's file keeps of its live views. Without their kernel a page would say "model not
// found" in the place of each. So with each save a line goes into the notebook's widget state, under
// the view's own number; it shows where no kernel has that view. And the still below a picture
// becomes the picture as it stands.

const VIEW = "application/vnd.jupyter.widget-view+json";
const STATE = "application/vnd.jupyter.widget-state+json";
const LAYOUT = "coursekit"; // the lines share it, and are known by it

// Keep `still()`, [PNG, sentence], below these views; false where no page of ours writes the file.
function keepStill(notebook, views, still) {
  if (!notebook?.toJSON || notebook.collaborative) return false;
  if (!notebook.stills) {
    const write = notebook.toJSON.bind(notebook);
    notebook.stills = new Map();
    notebook.toJSON = () => withStills(write(), notebook.stills);
  }
  for (const view of views) notebook.stills.set(view, still);
  return true;
}

// Return the picture as a PNG, one pixel a unit, as it looks in a light page.
function photograph(stage) {
  const { dark } = stage, sheet = document.createElement("canvas");
  [sheet.width, sheet.height] = stage.size;
  stage.dark = false;
  for (const layer of stage.inOrder()) stage.play(sheet.getContext("2d"), layer, 1);
  stage.dark = dark;
  return sheet.toDataURL().split(",")[1];
}

function withStills(json, stills) {
  const old = Object.entries(json.metadata.widgets?.[STATE]?.state ?? {});
  const state = Object.fromEntries(old.filter(([id, { state }]) => ![id, state?.layout].some(isOurs)));
  const cells = json.cells.map(cell => {
    if (!cell.outputs) return cell;
    const outputs = cell.outputs.map((output, k) => {
      const view = numberOf(output), still = stills.get(numberOf(cell.outputs[k - 1]));
      if (view) state[view] ??= line(stills.has(view) ? "move it" : "use it");
      return still && output.data?.["image/png"] ? renewed(output, ...still()) : output;
    });
    return { ...cell, outputs };
  });
  state[LAYOUT] = model("Layout", "base", {});
  const widgets = { ...json.metadata.widgets, [STATE]: { version_major: 2, version_minor: 0, state } };
  return { ...json, cells, metadata: { ...json.metadata, widgets } };
}

function isOurs(name) {
  return name === LAYOUT || name === `IPY_MODEL_${LAYOUT}`;
}

function numberOf(output) {
  return output?.data?.[VIEW]?.model_id;
}

function renewed(output, png, sentence) {
  const image = { ...output.metadata["image/png"], alt: sentence };
  const data = { "image/png": png, "text/plain": sentence };
  return { ...output, data, metadata: { ...output.metadata, "image/png": image } };
}

function line(what) {
  const value = `<p style="font-size: 16px">Run this cell again to ${what}.</p>`;
  return model("HTML", "controls", { value, layout: `IPY_MODEL_${LAYOUT}` });
}

function model(name, module, state) {
  const from = { model_module: `@jupyter-widgets/${module}`, model_module_version: "2.0.0" };
  return { model_name: `${name}Model`, ...from, state };
}
