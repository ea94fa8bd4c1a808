/* From data to px: where values lie on the scales of a panel. The same rules as klsim/scene/marks.py. */

import { clamp } from "./numbers.js";

// Where a value lies between the ends of a scale: 0 to 1 inside.
export const fraction = ({ kind, low, high }, value) =>
  kind === "log" ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);

// A place in px of the panel.
export const toPx = (panel, x, y) => {
  const [left, top, width, height] = panel.box;
  return [left + width * fraction(panel.x, x), top + height * (1 - fraction(panel.y, y))];
};

// The same place, but at most `far` px outside of the plot box, so that a canvas can take it. What is no number lies
// at the low end.
export const withinReach = (panel, far, [x, y]) => {
  const [left, top, width, height] = panel.box;
  const keep = (value, low, high, missing) => (Number.isNaN(value) ? missing : clamp(value, low, high));
  return [
    keep(x, left - far, left + width + far, left - far),
    keep(y, top - far, top + height + far, top + height + far),
  ];
};

// Whether a place lies in the plot box of a panel, its edges included.
export const isInside = (panel, x, y) => {
  const isWithin = share => share >= 0 && share <= 1;
  return isWithin(fraction(panel.x, x)) && isWithin(fraction(panel.y, y));
};
