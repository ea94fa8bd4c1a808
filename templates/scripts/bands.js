/* Tints between two series: bands and boxes. The same shapes as in klsim/render/moving.py. */

import { addPolyline, colourOf, placeInPx } from "./shapes.js";

// The room between two series: over the iterations so far, or between two rows of numbers now.
export const paintBand = (surface, panel, mark, { view, series, iteration, rowOf }) => {
  const { low, high } = panel.x;
  const edges = [mark.high, mark.low].map(name => {
    const row = mark.x ? Array.from({ length: iteration + 1 }, (_, n) => series[name](n)) : rowOf(name);
    const step = (high - low) / Math.max(row.length - 1, 1);
    const xOf = k => (mark.x ? series[mark.x](k) : mark.places.length ? mark.places[k] : low + step * k);
    return row.map((y, k) => placeInPx(panel, view, xOf(k), y));
  });
  const room = surface.path();
  addPolyline(room, [...edges[0], ...edges[1].reverse()]);
  room.closePath();
  surface.fill(room, colourOf(mark.role), view.strokes.band_alpha);
};

// A rectangle, which is as high as the plot where nothing says how high it is.
export const paintBox = (surface, panel, mark, { view, value }) => {
  const { low, high } = panel.y;
  const [left, foot] = placeInPx(panel, view, value(mark.left), mark.low ? value(mark.low) : low);
  const [right, top] = placeInPx(panel, view, value(mark.right), mark.high ? value(mark.high) : high);
  const box = surface.path();
  addPolyline(box, [[left, foot], [left, top], [right, top], [right, foot]]);
  box.closePath();
  surface.fill(box, colourOf(mark.role), view.strokes.band_alpha);
};
