/* Maps of outcomes: a pixel for each of many runs, of which only how they end is known. The one under the pointer or
   the cursor is told in words; a click plays it, or the nearest run that is recorded. */

import { addHistoryEntry } from "./address.js";
import { files, listeners, paneParts, tables } from "./extensions.js";
import { paintMap } from "./map_painter.js";
import { MapWindow } from "./map_window.js";
import { clamp } from "./numbers.js";
import { darkScheme } from "./preferences.js";
import { fraction } from "./scales.js";

const FIRST_CODE = 0xa1; // as in klsim/figures/animation/map_pictures.py
const STRIDE = 10; // pixels at once, with Shift
const DRAG_PX = 4; // farther than a hand trembles
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const ZOOMS = { "+": 2, "=": 2, "-": 0.5, 0: 0 };
const ADVICE = "Point at the map to hear how a run ends; a click plays it.";

class OutcomeMap {
  constructor(figure, element) {
    this.figure = figure;
    this.element = element;
    this.view = figure.view.map;
    this.scales = [this.view.x, this.view.y];
    this.window = new MapWindow(this.view, this.view.axes.map(({ count }) => count));
    const names = figure.view.axes.map(({ name }) => name);
    this.axes = this.view.axes.map(({ name }) => names.indexOf(name)); // of the figure, across and up
    this.places = [...element.querySelectorAll(".terrain")];
    this.tables = []; // of each map, once it is here
    this.asked = [];
    this.cursor = null; // the pixel that is told
    this.drag = null;

    tables.set(figure, table => this.receive(table));
    for (const place of this.places) this.listen(place.querySelector(".ground"));
    new ResizeObserver(() => this.paint()).observe(element);
    element.querySelector(".zoom").addEventListener("click", ({ target: { dataset } }) => {
      if (dataset.zoom) this.zoom(+dataset.zoom);
    });
    darkScheme.addEventListener("change", () => this.paint());
  }

  get ground() {
    return this.places[this.shown].querySelector(".ground");
  }

  listen(ground) {
    const on = (type, act) => ground.addEventListener(type, act);
    on("pointerdown", event => this.startDrag(event));
    on("pointermove", event => this.onMove(event));
    on("pointerup", event => this.endDrag(event));
    on("pointerleave", () => this.point(null));
    on("blur", () => this.point(null));
    on("focus", () => { if (ground.matches(":focus-visible")) this.point(this.place); });
    on("keydown", event => this.onKey(event));
  }

  // Shows the map of the present run, and where on it that lies.
  setRun(run) {
    const place = run.at.filter((_, axis) => !this.axes.includes(axis)).join();
    this.run = run;
    this.shown = this.view.maps.findIndex(({ at }) => at.join() === place);
    this.places.forEach((element, n) => { element.hidden = n !== this.shown; });
    if (this.cursor) this.request();
    this.tell();
    this.paint();
  }

  // Loads the outcomes of the map that is shown, once somebody points at it.
  request() {
    const { shown, figure: { view: { id, map } } } = this;
    if (this.asked[shown]) return;
    this.asked[shown] = true;
    const src = files.address(`${id}/${map.maps[shown].table}`);
    const script = Object.assign(document.createElement("script"), { src });
    script.onerror = () => { this.asked[shown] = false; };
    document.head.append(script);
  }

  receive(table) {
    this.tables[table.map] = table;
    this.tell();
  }

  // The pixel of the present run.
  get pixelOfRun() {
    return this.axes.map((axis, side) => {
      const value = this.figure.view.axes[axis].values[this.run.at[axis]];
      return this.window.indexOf(side, fraction(this.scales[side], value));
    });
  }

  get place() {
    return this.cursor ?? this.pixelOfRun; // from which keys go on
  }

  point(pixel) {
    this.cursor = pixel;
    if (pixel) this.request();
    this.tell();
    this.paint();
  }

  // Tells how the run of the pixel ends that is pointed at.
  tell() {
    this.element.querySelector(".told").textContent = this.cursor ? this.describe(this.cursor) : ADVICE;
  }

  describe(pixel) {
    const { axes, words } = this.view;
    const setting = axes.map(({ label }, side) => `${label} ${this.window.told(side, pixel[side])}`).join(", ");
    const table = this.tables[this.shown];
    if (!table) return `${setting}: …`;
    const number = pixel[1] * this.window.counts[0] + pixel[0];
    const [word, at] = table.codes[table.pixels.charCodeAt(number) - FIRST_CODE];
    const when = at < 0 ? "" : ` ${word === "converged" ? "at" : "after"} iteration ${at}`;
    return `${setting}: ${words[word]}${when}`;
  }

  // Plays the run of a pixel, or the nearest one that is recorded.
  play(pixel) {
    const { figure, window } = this;
    let isExact = true;
    const at = this.axes.reduce((position, axis, side) => {
      const shares = figure.view.axes[axis].values.map(value => fraction(this.scales[side], value));
      const distances = shares.map(share => Math.abs(share - window.shareOf(side, pixel[side])));
      const nearest = distances.indexOf(Math.min(...distances));
      isExact &&= window.indexOf(side, shares[nearest]) === pixel[side];
      return position.with(axis, nearest);
    }, this.run.at);
    addHistoryEntry(figure.view.id, () => figure.select(at, { isExact }));
  }

  startDrag(event) {
    this.drag = { x: event.clientX, y: event.clientY, part: this.window.part, isFar: false };
    if (!this.window.isWhole) event.currentTarget.setPointerCapture(event.pointerId);
  }

  onMove(event) {
    const { drag } = this;
    if (!drag || !event.buttons) {
      if (event.pointerType !== "touch") this.point(this.window.pixelAt(this.ground, event));
      return;
    }
    const way = [event.clientX - drag.x, event.clientY - drag.y];
    drag.isFar ||= Math.hypot(...way) > DRAG_PX;
    if (!drag.isFar || this.window.isWhole) return;
    this.window.drag(drag.part, way, this.ground.clientWidth);
    this.paint();
  }

  endDrag(event) {
    const pixel = this.drag?.isFar === false && this.window.pixelAt(this.ground, event);
    this.drag = null;
    if (pixel) this.play(pixel);
  }

  onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in STEPS) this.move(STEPS[event.key], event.shiftKey ? STRIDE : 1);
    else if (event.key in ZOOMS) this.zoom(ZOOMS[event.key]);
    else if (event.key === "Enter" || event.key === " ") this.play(this.place);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  move(step, stride) {
    const { counts } = this.window;
    const pixel = this.place.map((index, side) => clamp(index + stride * step[side], 0, counts[side] - 1));
    this.window.follow(pixel);
    this.point(pixel);
  }

  zoom(factor) {
    this.window.zoom(factor, this.place);
    this.paint();
  }

  paint() {
    if (this.run) paintMap(this.ground, this.window, this.pixelOfRun, this.cursor);
  }
}

const maps = new WeakMap(); // by the view of a figure

listeners.push((figure, element) => {
  const sheet = element.querySelector(".outcome-map");
  if (!sheet) return;
  const map = new OutcomeMap(figure, sheet);
  maps.set(figure.view, map);
  map.setRun(figure.chosen.run);
});

// The map is that of the first of two runs side by side.
paneParts.push(({ view, element }) => ({
  setRun: run => { if (element.matches(":first-child")) maps.get(view)?.setRun(run); },
  tell() {},
}));
