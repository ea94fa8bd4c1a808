/* A run on its panels: what moves over their backgrounds, the numbers below, and how it ends. */

import { paintPanel } from "./canvas.js";
import { compareTitles, describe, setText } from "./descriptions.js";
import { formatNumber } from "./numbers.js";
import { reducedMotion } from "./preferences.js";
import { isInside } from "./scales.js";
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
      light: panel.querySelector("img"),
      dark: panel.querySelector("source"),
      canvas: panel.querySelector("canvas"),
    }));
    this.readouts = [...element.querySelectorAll("[data-series]")];
  }

  // The panels of the run, as data.
  get panels() {
    return this.view.scenes[this.run.scene];
  }

  // Takes up a run, whose numbers are an array for each series. Beside another run it names what differs first.
  setRun(run, numbers, other) {
    if (this.run && this.run !== run) for (const { canvas } of this.places) fade(canvas);
    this.run = run;
    this.trails = new Map();
    this.series = { iteration: n => n };
    this.numbers = numbers;
    this.view.series.forEach((name, k) => {
      this.series[name] = n => numbers[k][n] ?? Infinity; // JSON has no number for it
    });
    this.panels.forEach((panel, n) => this.setBackground(this.places[n], panel.backdrop));
    this.element.querySelector(".panels").setAttribute("aria-label", describe(run));
    const { different, shared } = compareTitles(run, other);
    setText(this.element.querySelector(".setting b"), different || shared);
    setText(this.element.querySelector(".setting span"), different && shared);
  }

  setBackground({ light, dark }, files) {
    const source = `${this.view.id}/${files.light}`;
    if (light.getAttribute("src") === source) return;
    dark.srcset = `${this.view.id}/${files.dark}`;
    light.src = source;
  }

  // Goes to an iteration, or to the end where the run is shorter.
  goTo(iteration) {
    this.iteration = Math.min(iteration, this.run.last);
  }

  valueOf(name) {
    return this.series[name](this.iteration);
  }

  // The numbers at this iteration of a series that has many.
  rowOf(name) {
    const numbers = this.numbers[this.view.series.indexOf(name)];
    const size = numbers.length / (this.run.last + 1);
    const row = numbers.slice(this.iteration * size, (this.iteration + 1) * size);
    return row.map(value => value ?? Infinity);
  }

  // What painters look up; see marks.js.
  frame(trails) {
    const { view, series, iteration } = this;
    const value = name => this.valueOf(name);
    return { view, series, iteration, trails, value, rowOf: name => this.rowOf(name) };
  }

  paint() {
    const frame = this.frame(this.trails);
    this.panels.forEach((panel, n) => paintPanel(this.places[n].canvas, panel, panel.moving, frame));
  }

  // On a small screen panels are swiped, or scrolled by keys.
  fit() {
    const panels = this.element.querySelector(".panels");
    panels.tabIndex = panels.scrollWidth > panels.clientWidth ? 0 : -1;
  }

  // Puts the picture on paper beside that on the screen, or takes it away again.
  print(isPrinting) {
    for (const old of this.element.querySelectorAll(".paper")) old.remove();
    if (!isPrinting) return;
    const frame = this.frame(new Map());
    this.panels.forEach((panel, n) => this.places[n].canvas.after(drawPanel(panel, panel.moving, frame)));
  }

  // Puts the iteration into words, a note before them.
  tell(note) {
    for (const readout of this.readouts) {
      const { series, decimals } = readout.dataset;
      setText(readout, formatNumber(this.valueOf(series), +decimals));
    }
    setText(this.element.querySelector(".outcome"), note + this.outcome);
  }

  // How the run ended, once it has; before, whether something is out of sight.
  get outcome() {
    if (this.iteration >= this.run.end) return this.run.outcome;
    return this.panels.some(panel => this.leaves(panel)) ? "Outside the picture." : "";
  }

  // Whether a point is beyond the edge of a panel now.
  leaves(panel) {
    return panel.moving.some(mark => {
      const mayLeave = mark.mark === "point" && !mark.held;
      return mayLeave && !isInside(panel, this.valueOf(mark.x), this.valueOf(mark.y));
    });
  }
}
