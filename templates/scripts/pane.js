/* A run on its panels, perhaps with others: what moves over their backgrounds, the numbers below, and how it ends. */

import { paintPanel } from "./canvas.js";
import { compareTitles, describe, setText } from "./descriptions.js";
import { files, paneParts } from "./extensions.js";
import { formatNumber } from "./numbers.js";
import { fitted, reducedMotion } from "./preferences.js";
import { isInside } from "./scales.js";
import { countOf, runnersOf } from "./selection.js";
import { drawPanel } from "./svg.js";

const FADING_MS = 200; // as long as the style sheet takes

// Lets the last picture fade over the next one.
const fade = canvas => {
  if (reducedMotion.matches) return;
  const last = canvas.cloneNode();
  last.getContext("2d").drawImage(canvas, 0, 0);
  last.className = "fading";
  canvas.after(last);
  setTimeout(() => last.remove(), FADING_MS);
};

export class Pane {
  constructor(element, view) {
    this.element = element;
    this.view = view;
    this.places = [...element.querySelectorAll(".panel")].map(panel => ({
      images: [...panel.querySelectorAll("source, img")],
      canvas: panel.querySelector("canvas"),
    }));
    this.readouts = [...element.querySelectorAll("[data-series]")];
    this.parts = paneParts.map(make => make(this));
  }

  // The panels of the run as they are now, as data.
  get panels() {
    return this.reach.map(fitted);
  }

  // Takes up a run; beside another run it names what differs first.
  setRun(run, loader, muted, other) {
    if (this.run && this.run !== run) for (const { canvas } of this.places) fade(canvas);
    this.run = run;
    this.reach = this.view.scenes[run.scene]; // its panels on every screen; some zoom out
    this.last = Math.max(...runnersOf(run).map(({ last }) => last));
    this.trails = new Map();
    this.series = {};
    this.rows = {};
    this.takeUp(run, loader.numbersOf(run));
    this.marks = this.panels.map(panel => panel.moving);
    this.reach.forEach((panel, n) => this.setBackground(this.places[n], panel));
    this.element.querySelector(".panels").setAttribute("aria-label", describe(run));
    const { different, shared } = compareTitles(run, other);
    setText(this.element.querySelector(".setting b"), different || shared);
    setText(this.element.querySelector(".setting span"), different && shared);
    for (const part of this.parts) part.setRun(run, loader, muted);
  }

  // Looks up a run's numbers, an array for each series, by names that end so. Where others go on it holds its end.
  takeUp({ last }, numbers, suffix = "") {
    this.series[`iteration${suffix}`] = n => countOf(this.view, Math.min(n, last));
    const unknown = this.view.gaps ? NaN : Infinity;
    this.view.series.forEach((name, k) => {
      const values = numbers[k].map(value => value ?? unknown); // JSON has no number for it
      const size = values.length / (last + 1);
      this.series[name + suffix] = n => values[Math.min(n, last)];
      this.rows[name + suffix] = n => values.slice(Math.min(n, last) * size).slice(0, size);
    });
  }

  setBackground({ images }, { narrow, backdrop }) {
    const both = [narrow?.backdrop, backdrop].filter(Boolean);
    both.flatMap(({ dark, light }) => [dark, light]).forEach((name, n) => {
      const kind = images[n].media ? "srcset" : "src";
      const source = files.address(`${this.view.id}/${name}`);
      if (images[n].getAttribute(kind) !== source) images[n][kind] = source;
    });
  }

  // Goes to an iteration, or to the end where the run is shorter.
  goTo(iteration) {
    this.iteration = Math.min(iteration, this.last);
    for (const part of this.parts) part.goTo?.();
  }

  valueOf(name) {
    return this.series[name](this.iteration);
  }

  // What painters look up; see marks.js.
  frame(trails) {
    const { view, series, iteration, last } = this;
    const value = name => this.valueOf(name);
    return { view, series, iteration, last, trails, value, rowOf: name => this.rows[name](iteration) };
  }

  paint() {
    const frame = this.frame(this.trails);
    this.panels.forEach((panel, n) => paintPanel(this.places[n].canvas, panel, this.marks[n], frame));
  }

  // On a small screen panels are swiped, or scrolled by keys.
  fit() {
    const panels = this.element.querySelector(".panels");
    this.trails = new Map();
    panels.tabIndex = panels.scrollWidth > panels.clientWidth ? 0 : -1;
  }

  // Puts the picture on paper beside that on the screen, or takes it away again.
  print(isPrinting) {
    for (const old of this.element.querySelectorAll(".paper")) old.remove();
    if (!isPrinting) return;
    const frame = this.frame(new Map());
    this.panels.forEach((panel, n) => this.places[n].canvas.after(drawPanel(panel, this.marks[n], frame)));
  }

  // Puts the iteration into words, a note before them.
  tell(note) {
    for (const readout of this.readouts) {
      const { series, decimals } = readout.dataset;
      setText(readout, formatNumber(this.valueOf(series), +decimals));
    }
    setText(this.element.querySelector(".outcome"), note + this.outcome);
    for (const part of this.parts) part.tell();
  }

  // How the run ended, once it has; before, whether something is out of sight.
  get outcome() {
    if (this.iteration >= this.run.end) return this.run.outcome;
    return this.panels.some(panel => this.leaves(panel)) ? "Outside the picture." : "";
  }

  // Whether a point is beyond the edge of a panel now.
  leaves(panel) {
    return panel.moving.some(mark => {
      if (mark.mark !== "point" || mark.held || mark.runner !== this.front) return false;
      const place = [this.valueOf(mark.x), this.valueOf(mark.y)];
      return !place.some(Number.isNaN) && !isInside(panel, ...place);
    });
  }
}
