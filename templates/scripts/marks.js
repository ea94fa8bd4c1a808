/* Moving marks as shapes, one painter for each kind. The same shapes as in klsim/render/moving.py.

   A surface is what is painted on, a canvas (canvas.js) or paper (svg.js): it makes paths, fills and strokes them.
   A frame is what is shown now: the view of the figure, the iteration, the series by name as functions of the
   iteration, `value`, which looks one up at this iteration, `rowOf`, the same of a series of many numbers, and
   `trails`, the paths so far by mark. */

import { paintBand, paintBox } from "./bands.js";
import { densityAt, densitySamples } from "./densities.js";
import { morePainters } from "./extensions.js";
import { clamp } from "./numbers.js";
import { addCircle, addPolyline, colourOf, placeInPx } from "./shapes.js";

// The tint from a line down to the foot of the box.
const paintFoot = (surface, panel, mark, { strokes }, line, places) => {
  const foot = panel.box[1] + panel.box[3];
  const tint = surface.path(line);
  tint.lineTo(places.at(-1)[0], foot);
  tint.lineTo(places[0][0], foot);
  surface.fill(tint, colourOf(mark.role), strokes.fill_alpha);
};

// A curve, and the tint below it.
const paintDensity = (surface, panel, mark, { view, value }) => {
  const { strokes } = view;
  const { share = 1, thin = false, dashes } = mark;
  const colour = colourOf(mark.role);
  const means = mark.means.map(value);
  const variances = mark.variances.map(value);
  const places = densitySamples(panel.x, means, variances, view.samples, strokes).map(x =>
    placeInPx(panel, view, x, share * densityAt(x, means, variances)));
  const curve = surface.path();
  addPolyline(curve, places);
  if (!thin) paintFoot(surface, panel, mark, view, curve, places);
  surface.stroke(curve, colour, thin ? strokes.thin_px : strokes.curve_px, 1, dashes);
};

// One step of a trail: a straight line, or an arc where the mark leaps.
const addStep = (line, [fromX, fromY], [x, y], leap) => {
  if (!leap) line.lineTo(x, y);
  else line.quadraticCurveTo((fromX + x) / 2, (fromY + y) / 2 - leap * Math.abs(x - fromX), x, y);
};

// Whether recorded runs have no number for a place.
const isMissing = (series, { x, y }, n) => Number.isNaN(series[x](n)) || Number.isNaN(series[y](n));

// The path so far, kept from frame to frame, since it only grows; it begins anew when a run goes back.
const trailUntil = (surface, panel, mark, { view, series, iteration, trails }) => {
  let trail = trails.get(mark);
  if (!trail || trail.reached > iteration) {
    trail = { line: surface.path(), discs: surface.path(), reached: -1 };
    trails.set(mark, trail);
  }
  while (trail.reached < iteration) {
    const n = ++trail.reached;
    if (isMissing(series, mark, n)) continue;
    const place = placeInPx(panel, view, series[mark.x](n), series[mark.y](n));
    addStep(trail.line, trail.place ?? place, place, n && mark.leap);
    addCircle(trail.discs, ...place, view.strokes.step_radius_px);
    trail.place = place;
  }
  return trail;
};

const paintTrail = (surface, panel, mark, frame) => {
  const { strokes } = frame.view;
  const { line, discs } = trailUntil(surface, panel, mark, frame);
  surface.stroke(line, colourOf(mark.role), strokes.trail_px, strokes.trail_alpha, mark.dashes);
  if (mark.steps ?? true) surface.fill(discs, colourOf(mark.role));
};

// A triangle with its tip there, which points from there to a place outside.
const addArrow = (path, [tipX, tipY], [farX, farY], length) => {
  const scale = length / Math.hypot(farX - tipX, farY - tipY);
  const [alongX, alongY] = [scale * (farX - tipX), scale * (farY - tipY)];
  path.moveTo(tipX, tipY);
  path.lineTo(tipX - alongX - alongY / 2, tipY - alongY + alongX / 2);
  path.lineTo(tipX - alongX + alongY / 2, tipY - alongY - alongX / 2);
};

// A disc, or a shape with corners.
const addShape = (path, corners, x, y, radius) => {
  if (corners?.length) addPolyline(path, corners.map(([right, down]) => [x + radius * right, y + radius * down]));
  else addCircle(path, x, y, radius);
};

// A disc or another shape; or, where the place is outside of the box, an arrow at the nearest edge.
const paintPoint = (surface, panel, mark, { view, series, iteration }) => {
  const { strokes } = view;
  const [left, top, width, height] = panel.box;
  let n = iteration; // or the last one before it of which the place is known
  while (n >= 0 && isMissing(series, mark, n)) n--;
  if (n < 0) return;
  const place = placeInPx(panel, view, series[mark.x](n), series[mark.y](n));
  const x = clamp(place[0], left, left + width);
  const y = clamp(place[1], top, top + height);
  const outline = surface.path();
  if (mark.held || (x === place[0] && y === place[1])) {
    const radius = (mark.size ?? 1) * strokes.point_radius_px;
    addShape(outline, mark.outline, x, mark.lifted ? y - radius : y, radius);
  } else {
    addArrow(outline, [x, y], place, strokes.arrow_px);
  }
  outline.closePath();
  surface.fill(outline, colourOf(mark.role));
  surface.stroke(outline, colourOf("paper"), strokes.point_edge_px);
};

// A series against the iterations so far.
const paintCurve = (surface, panel, mark, frame) => {
  const { box } = panel;
  const { trail, point } = (mark.parts ??= {
    trail: { x: "iteration", y: mark.series, role: mark.role, steps: false },
    point: { x: "iteration", y: mark.series, role: mark.role, held: true },
  });
  surface.within(box, () => paintTrail(surface, panel, trail, frame));
  paintPoint(surface, panel, point, frame);
};

// A row of numbers as a line.
const paintProfile = (surface, panel, mark, { view, rowOf }) => {
  const { low, high } = panel.x;
  const row = rowOf(mark.series);
  const places = row.map((y, k) => {
    const x = mark.x.length ? mark.x[k] : low + ((high - low) * k) / Math.max(row.length - 1, 1);
    return placeInPx(panel, view, x, y);
  });
  const line = surface.path();
  addPolyline(line, places);
  if (mark.filled) paintFoot(surface, panel, mark, view, line, places);
  surface.stroke(line, colourOf(mark.role), view.strokes.curve_px, 1, mark.dashes);
};

// A row of numbers as bars: as broad as the nearest two of them are apart, less a gap, or as what of that is theirs.
const paintBars = (surface, panel, mark, { view, rowOf }) => {
  const row = rowOf(mark.series);
  const middles = mark.x.length ? mark.x : row.map((_, k) => k + 0.5);
  const gaps = middles.slice(1).map((middle, k) => middle - middles[k]);
  const half = ((gaps.length ? Math.min(...gaps) : 1) * view.strokes.bar_share) / 2;
  const [nth, count] = mark.beside ?? [0, 1];
  const feet = mark.foot && rowOf(mark.foot);
  const slim = feet ? (1 - view.strokes.slim_share) / 2 : 0;
  const bars = surface.path();
  row.forEach((y, k) => {
    const [x, top] = placeInPx(panel, view, middles[k] - half + (2 * half * (nth + slim)) / count, y);
    const end = middles[k] - half + (2 * half * (nth + 1 - slim)) / count;
    const [right, foot] = placeInPx(panel, view, end, feet ? feet[k] : 0);
    bars.moveTo(x, top);
    bars.lineTo(right, top);
    bars.lineTo(right, foot);
    bars.lineTo(x, foot);
    bars.closePath();
  });
  surface.fill(bars, colourOf(mark.role));
};

const painters = {
  density: paintDensity,
  trail: paintTrail,
  point: paintPoint,
  curve: paintCurve,
  profile: paintProfile,
  bars: paintBars,
  band: paintBand,
  box: paintBox,
};

const reachesBeyond = new Set(["point", "curve"]); // marks with a disc that may lie across the edge of the box

// Paints marks over the background of a panel, clipped to its box; points may lie across the edge.
export const paintMarks = (surface, panel, marks, frame) => {
  for (const mark of marks) {
    const box = reachesBeyond.has(mark.mark) ? null : panel.box;
    surface.within(box, () => (painters[mark.mark] ?? morePainters[mark.mark])(surface, panel, mark, frame));
  }
};
