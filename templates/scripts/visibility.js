/* What the page sees of a figure: it is painted when it comes near, and plays only while it is on the screen. */

import { darkScheme, reducedMotion } from "./preferences.js";

const START_SHARE = 0.6; // of the figure that is on the screen when it begins to play
const THRESHOLDS = [0, 0.65]; // at which the page is told
const NEAR = "300%"; // of the screen, around it

// Calls back with the last of the entries: on a busy machine several come at once.
const observeIntersection = (element, act, options) => {
  new IntersectionObserver(entries => act(entries.at(-1)), options).observe(element);
};

export const watchVisibility = figure => {
  const panes = figure.element.querySelector(".panes");
  let mayStart = !reducedMotion.matches; // once, when it is first seen, if the reader has not been there before

  observeIntersection(panes, ({ isIntersecting, intersectionRatio }) => {
    figure.player.isSeen = isIntersecting;
    if (!mayStart || !isIntersecting || intersectionRatio <= START_SHARE) return;
    mayStart = false;
    if (!figure.isTouched) figure.player.play();
  }, { threshold: THRESHOLDS });

  observeIntersection(panes, ({ isIntersecting }) => {
    figure.isNear = isIntersecting;
    figure.paint();
  }, { rootMargin: NEAR });

  new ResizeObserver(() => figure.fit()).observe(panes);
  darkScheme.addEventListener("change", () => figure.paint());
};
