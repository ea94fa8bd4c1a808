/* Starts by pointing: rings in a panel where the runs begin that differ in nothing else. A click takes the nearest,
   what is dragged follows, and arrow keys go to the nearest in their direction. */

import { addHistoryEntry, updateAddressSoon } from "./address.js";
import { listeners, paneParts } from "./extensions.js";
import { clamp, inWords } from "./numbers.js";
import { narrow } from "./preferences.js";
import { toPx } from "./scales.js";

const DIGITS = 4; // of the places
const NEAR_PX = 12; // as far as who means a ring may be from its middle
const LEAST_PX = 4; // across, of a ring
const MOST_PX = 10;
const ALONG_PX = 1e-6; // as far as another start has to be in the direction of an arrow key
const ASIDE = 2; // how much more a px beside the way of an arrow key counts than one along it
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const figures = new WeakMap(); // by their views

class Starts {
  constructor(pane, layer) {
    this.pane = pane;
    this.layer = layer;
    this.data = pane.view.starts;
    this.places = []; // `{ run, value, px, ring }`: data, px of the panel, and the element
    this.isHeld = false; // by a pointer, which goes from start to start
    this.isMoved = false; // since it is held
    const on = (type, act) => layer.addEventListener(type, act);
    on("pointerdown", event => this.startDrag(event));
    on("pointermove", event => { if (this.isHeld) this.pointAt(event); });
    on("lostpointercapture", () => { if (this.isHeld) this.endDrag(); });
    on("click", event => {
      this.pointAt(event); // a finger has not yet
      this.endDrag();
    });
    on("keydown", event => this.onKey(event));
    narrow.addEventListener("change", () => this.setRun(this.run));
  }

  // A panel that has zoomed has its rings elsewhere.
  tell() {
    if (this.panel !== this.placedIn) this.place(this.places);
  }

  get panel() {
    return this.pane.panels[this.data.panel];
  }

  // Where a run starts, in data.
  valueOf({ at, scene }) {
    const { x, y } = this.data;
    const along = ({ axis, values }) => values[axis === null ? 0 : at[axis]];
    return [along(x), Array.isArray(y) ? along({ axis: x.axis, values: y[scene] }) : along(y)];
  }

  // Shows the starts from which there are runs with the present settings.
  setRun(run) {
    this.run = run;
    const isAlike = ({ at, missing }) =>
      !missing && at.every((index, axis) => index === run.at[axis] || this.data.axes.includes(axis));
    const found = new Map(); // one for all runs that start there
    for (const other of this.pane.view.runs.filter(isAlike)) {
      const value = this.valueOf({ at: other.at, scene: run.scene });
      if (other === run || !found.has(value.join())) found.set(value.join(), { run: other, value });
    }
    this.place([...found.values()]);
  }

  // Puts rings there; those that are there already stay, so that the one in focus does.
  place(found) {
    const { size, box } = this.placedIn = this.panel;
    const isSame = found.map(one => this.nameOf(one)).join() === this.places.map(({ ring }) => ring.ariaLabel).join();
    const rings = isSame ? this.places.map(({ ring }) => ring) : found.map(() => document.createElement("span"));
    if (!isSame) this.layer.replaceChildren(...rings);
    const across = clamp(Math.sqrt((box[2] * box[3]) / found.length) / 3, LEAST_PX, MOST_PX);
    this.layer.style.setProperty("--ring", `${across}px`);
    this.places = found.map((one, n) => ({ ...one, px: this.pxOf(one.value), ring: rings[n] }));
    for (const { run, px, ring, value } of this.places) {
      ring.className = `${px}` === `${toPx(this.panel, ...value)}` ? "" : "beyond";
      Object.assign(ring.style, { left: `${(100 * px[0]) / size[0]}%`, top: `${(100 * px[1]) / size[1]}%` });
      ring.role = "radio";
      ring.ariaChecked = run === this.run;
      ring.ariaLabel = this.nameOf({ run, value });
    }
    this.rove(this.places.find(({ run }) => run === this.run) ?? this.places[0]);
  }

  // Where a start is in px of the panel, or the nearest edge where it is out of the picture.
  pxOf(value) {
    const { box: [left, top, width, height] } = this.panel;
    const [x, y] = toPx(this.panel, ...value);
    return [clamp(x, left, left + width), clamp(y, top, top + height)];
  }

  // Makes one of them that to which the Tab key leads.
  rove(place) {
    for (const { ring } of this.places) ring.tabIndex = ring === place.ring ? 0 : -1;
  }

  // A start by its names, if it has any, and its place.
  nameOf({ run, value }) {
    const { axes } = this.pane.view;
    const words = this.data.axes.filter(axis => typeof axes[axis].values[0] === "string");
    const place = this.data.names.map((name, side) => `${name} ${inWords(value[side], DIGITS)}`);
    return [...words.map(axis => axes[axis].labels[run.at[axis]]), ...place].join(", ");
  }

  // With a mouse or a pen all of the panel can be dragged; a finger that holds no chosen ring scrolls the page.
  startDrag(event) {
    const { button, pointerId, pointerType, target } = event;
    if (button || (pointerType === "touch" && target.ariaChecked !== "true")) return;
    this.layer.setPointerCapture(pointerId);
    this.isHeld = true;
    if (pointerType !== "touch") this.pointAt(event);
  }

  // Takes the start that is nearest to a place on the screen.
  pointAt({ clientX, clientY }) {
    const { left, top, width } = this.layer.getBoundingClientRect();
    const scale = width / this.panel.size[0];
    const distances = this.places.map(({ px: [x, y] }) =>
      Math.hypot(clientX - left - x * scale, clientY - top - y * scale));
    const least = Math.min(...distances);
    if (least < Infinity) this.choose(this.places[distances.indexOf(least)], least > NEAR_PX);
  }

  // Plays the run from a start. What is dragged through several makes one entry in the history.
  choose(place, isFar) {
    const { pane, data } = this;
    const figure = figures.get(pane.view);
    const isBeside = figure.panes.indexOf(pane) === 1;
    const { run, pinned } = figure.chosen;
    if (place.run === (isBeside ? pinned : run)) return;
    const note = isFar ? `Nearest recorded ${data.label}: ${this.nameOf(place)}. ` : "";
    const change = () => (isBeside
      ? figure.select(run.at, { pinned: place.run, note, noted: 1 })
      : figure.select(place.run.at, { note }));
    if (this.isMoved) {
      change();
      updateAddressSoon(pane.view.id);
    } else {
      addHistoryEntry(pane.view.id, change);
    }
    this.isMoved = true;
  }

  // From here on arrow keys go on.
  endDrag() {
    this.isHeld = this.isMoved = false;
    this.places.find(({ ring }) => ring.tabIndex === 0)?.ring.focus({ preventScroll: true });
  }

  onKey(event) {
    const way = WAYS[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const from = this.places.find(({ ring }) => ring === event.target);
    const next = from && this.nextIn(way, from);
    if (!next) return;
    this.rove(next);
    next.ring.focus({ preventScroll: true });
    this.choose(next, false);
    this.isMoved = false;
  }

  // The nearest start in the direction of an arrow key.
  nextIn([right, down], { px: [fromX, fromY] }) {
    const ranked = this.places.map(place => {
      const [x, y] = [place.px[0] - fromX, place.px[1] - fromY];
      const along = x * right + y * down;
      return [along > ALONG_PX ? along + ASIDE * Math.abs(x * down + y * right) : Infinity, place];
    });
    const [least, place] = ranked.reduce((best, one) => (one[0] < best[0] ? one : best));
    return least < Infinity ? place : null;
  }
}

listeners.push(figure => figures.set(figure.view, figure));

paneParts.push(pane => {
  const layer = pane.element.querySelector(".starts");
  if (!layer) return { setRun() {}, tell() {} };
  layer.replaceChildren(); // a copy of a pane has rings that are nobody's
  return new Starts(pane, layer);
});
