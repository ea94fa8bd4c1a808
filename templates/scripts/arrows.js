/* Arrows of steps and vectors, which readers switch on and off. The same shapes as in klsim/render/arrows.py. */

import { listeners, morePainters } from "./extensions.js";
import { addPolyline, colourOf } from "./shapes.js";
import { toPx } from "./scales.js";

const LEAST_PX = 2; // what is shorter has no direction that could be seen
const HEAD_SHARE = 0.6; // a head is no longer than this share of its arrow

const shown = new WeakMap(); // the kinds by the views of figures

const kindsOf = view => {
  if (!shown.has(view)) {
    shown.set(view, new Set(Object.entries(view.arrows ?? {}).filter(([, isOn]) => isOn).map(([kind]) => kind)));
  }
  return shown.get(view);
};

// The vector of a mark at an iteration, in px.
const vectorOf = ({ box, x, y }, mark, series, n) => [
  (series[mark.across](n) * box[2]) / (x.high - x.low),
  (-series[mark.up](n) * box[3]) / (y.high - y.low),
];

// The length of the longest vector of a run, which it keeps.
const longestOf = (panel, mark, { series, trails, last }) => {
  if (!trails.has(mark)) {
    let longest = 0;
    for (let n = 0; n <= last; n++) {
      const length = Math.hypot(...vectorOf(panel, mark, series, n));
      if (Number.isFinite(length)) longest = Math.max(longest, length);
    }
    trails.set(mark, longest);
  }
  return trails.get(mark);
};

// Where an arrow ends that begins at a place in px.
const endOf = (panel, mark, frame, [x, y]) => {
  const { view: { strokes }, series, iteration } = frame;
  if (!mark.across) return toPx(panel, series[mark.x](iteration + 1), series[mark.y](iteration + 1));
  const [right, down] = vectorOf(panel, mark, series, iteration);
  if (!mark.scaled) return [x + right, y + down];
  const length = Math.hypot(right, down);
  const share = Math.sqrt(length / longestOf(panel, mark, frame));
  const factor = (strokes.shortest_px + (strokes.longest_px - strokes.shortest_px) * share) / length;
  return [x + factor * right, y + factor * down];
};

morePainters.arrow = (surface, panel, mark, frame) => {
  const { view, series, iteration } = frame;
  if (!kindsOf(view).has(mark.kind)) return;
  const { strokes } = view;
  const start = toPx(panel, series[mark.x](iteration), series[mark.y](iteration));
  const end = endOf(panel, mark, frame, start);
  const length = Math.hypot(end[0] - start[0], end[1] - start[1]);
  if (!(length >= LEAST_PX)) return;
  const along = [0, 1].map(side => (end[side] - start[side]) / length);
  const head = Math.min(strokes.head_px, HEAD_SHARE * length);
  const neck = [0, 1].map(side => end[side] - head * along[side]);
  const aside = [-0.45 * head * along[1], 0.45 * head * along[0]];
  const [shaft, tip] = [surface.path(), surface.path()];
  addPolyline(shaft, [start, neck]);
  addPolyline(tip, [end, ...[1, -1].map(way => [neck[0] + way * aside[0], neck[1] + way * aside[1]])]);
  tip.closePath();
  const colour = colourOf(mark.role);
  surface.stroke(shaft, colourOf("paper"), strokes.shaft_px + 2 * strokes.halo_px);
  surface.stroke(tip, colourOf("paper"), 2 * strokes.halo_px);
  surface.stroke(shaft, colour, strokes.shaft_px, 1, mark.dashes);
  surface.fill(tip, colour);
};

listeners.push((figure, element) => {
  for (const box of element.querySelectorAll("[data-arrow]")) {
    const kinds = kindsOf(figure.view);
    if (box.checked) kinds.add(box.dataset.arrow); // a reader may have been there before the script
    else kinds.delete(box.dataset.arrow);
    box.addEventListener("change", () => {
      kinds[box.checked ? "add" : "delete"](box.dataset.arrow);
      figure.paint();
    });
  }
});
