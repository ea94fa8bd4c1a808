/* Panels that zoom out after what leaves them. A run says from which iteration on which of its panels is as which of
   the wider ones of its scene, or as it was at first. */

import { files, listeners, paneParts } from "./extensions.js";
import { darkScheme, fitted, reducedMotion } from "./preferences.js";
import { toPx } from "./scales.js";

const ZOOMING_MS = 400;
const HELD_SECONDS = 0.5; // a run that plays, as in films

const figures = new WeakMap(); // by their views

// What was in the plot box shrinks to where it is in the wider panel.
const shrink = ({ canvas, images }, old, wider) => {
  const copy = canvas.cloneNode();
  const context = copy.getContext("2d");
  for (const picture of [images.at(-1), canvas]) context.drawImage(picture, 0, 0, copy.width, copy.height);
  const scale = canvas.clientWidth / old.size[0];
  const [left, top, width, height] = old.box;
  const [x, y] = toPx(wider, old.x.low, old.y.high);
  const [right, foot] = toPx(wider, old.x.high, old.y.low);
  const [across, down] = [(right - x) / width, (foot - y) / height];
  const sides = [top, old.size[0] - left - width, old.size[1] - top - height, left];
  copy.style.clipPath = `inset(${sides.map(side => `${side * scale}px`).join(" ")})`;
  copy.style.transformOrigin = "0 0";
  canvas.after(copy);
  const moved = `translate(${(x - across * left) * scale}px, ${(y - down * top) * scale}px) scale(${across}, ${down})`;
  copy.animate(
    [{ transform: "none" }, { opacity: 1, offset: 0.7 }, { transform: moved, opacity: 0 }],
    { duration: ZOOMING_MS, easing: "ease-in-out" },
  ).onfinish = () => copy.remove();
};

class Camera {
  constructor(pane) {
    this.pane = pane;
  }

  tell() {}

  // Takes up a run, whose panels are as at first; their images are loaded before they are needed.
  setRun({ scene, zooms = [] }) {
    const { reach, view } = this.pane;
    this.zooms = zooms;
    this.first = reach;
    this.wider = zooms.length ? view.wider[scene] : [];
    this.shown = reach.map(() => -1);
    this.isNew = true;
    const scheme = darkScheme.matches ? "dark" : "light";
    const sources = this.wider.map(panel => files.address(`${view.id}/${fitted(panel).backdrop[scheme]}`));
    this.images = sources.filter(Boolean).map(src => Object.assign(new Image(), { src }));
  }

  // Has panels reach as far as they do at the present iteration.
  goTo() {
    const { pane, zooms } = this;
    this.first.forEach((panel, n) => {
      const wanted = zooms.findLast(([at, of]) => of === n && at <= pane.iteration)?.[2] ?? -1;
      if (wanted === this.shown[n]) return;
      const { narrow, ...wider } = this.wider[wanted] ?? {};
      const next = { ...panel, ...wider, narrow: panel.narrow && { ...panel.narrow, ...narrow } };
      const old = pane.reach[n];
      const isOut = next.x.high - next.x.low >= old.x.high - old.x.low && next.y.high >= old.y.high;
      if (isOut && !this.isNew && !reducedMotion.matches) shrink(pane.places[n], fitted(old), fitted(next));
      this.shown[n] = wanted;
      pane.reach = pane.reach.with(n, next);
      pane.trails = new Map();
      pane.setBackground(pane.places[n], next);
      this.hold();
    });
    this.isNew = false;
  }

  // A zoom takes a moment to be seen.
  hold() {
    const player = figures.get(this.pane.view)?.player;
    if (player?.isPlaying) player.wait = Math.max(player.wait, HELD_SECONDS);
  }
}

listeners.push(figure => figures.set(figure.view, figure));
paneParts.push(pane => new Camera(pane));
