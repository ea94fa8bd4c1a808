/* What painters of marks have in common: colours, places in px, and parts of paths. */

import { toPx, withinReach } from "./scales.js";

const styles = getComputedStyle(document.documentElement);

// A colour of the style sheet as it is now: on a screen, light or dark, or on paper.
export const colourOf = role => styles.getPropertyValue(`--${role}`);

export const placeInPx = (panel, { strokes }, x, y) => withinReach(panel, strokes.far_px, toPx(panel, x, y));

export const addCircle = (path, x, y, radius) => {
  path.moveTo(x + radius, y);
  path.arc(x, y, radius, 0, 2 * Math.PI);
};

export const addPolyline = (path, places) => {
  for (const place of places) path.lineTo(...place);
};
