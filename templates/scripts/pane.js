/* A run on its panels, or several that share them: what moves over their backgrounds, the numbers below of the one in
   front, and how it ends. */

import { paintPanel } from "./canvas.js";
import { compareTitles, describe, setText } from "./descriptions.js";
import { Legend } from "./legend.js";
import { formatNumber } from "./numbers.js";
import { reducedMotion } from "./preferences.js";
import { isInside } from "./scales.js";
import { runnersOf } from "./selection.js";
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
    this.legend = new Legend(element, view);
  }

  // The panels of the run, as data.
  get panels() {
    return this.view.scenes[this.run.scene];
  }

  // Takes up a run, and those that share its picture. Beside another run it names what differs first.
  setRun(run, loader, muted, other) {
    if (this.run && this.run !== run) for (const { canvas } of this.places) fade(canvas);
    const runners = runnersOf(this.view, run);
    this.run = run;
    this.last = Math.max(...runners.map(({ last }) => last));
    this.trails = new Map();
    this.series = {};
    this.rows = {};
    this.takeUp(run, loader.numbersOf(run), "");
    const { together } = this.view;
    if (together !== undefined) {
      for (const one of runners) this.takeUp(one, loader.numbersOf(one), `@${one.at[together]}`);
    }
    this.marks = this.panels.map(({ moving }) => this.arrange(moving, muted));
    this.panels.forEach((panel, n) => this.setBackground(this.places[n], panel.backdrop));
    this.element.querySelector(".panels").setAttribute("aria-label", this.describe(runners));
    this.legend.setRun(run, muted);
    const { different, shared } = compareTitles(run, other);
    setText(this.element.querySelector(".setting b"), different || shared);
    setText(this.element.querySelector(".setting span"), different && shared);
  }

  // Makes the numbers of a run, an array for each series, those of series with these names; a run holds its end.
  takeUp({ last }, numbers, suffix) {
    this.series[`iteration${suffix}`] = n => Math.min(n, last);
    this.view.series.forEach((name, k) => {
      const values = numbers[k];
      this.series[name + suffix] = n => values[Math.min(n, last)] ?? Infinity; // JSON has no number for it
      this.rows[name + suffix] = n => {
        const size = values.length / (last + 1);
        const from = Math.min(n, last) * size;
        return values.slice(from, from + size).map(value => value ?? Infinity);
      };
    });
  }

  // The marks that are drawn, those of the run in front last.
  arrange(marks, muted) {
    const shown = marks.filter(({ runner }) => !muted.includes(runner));
    return [...shown.filter(mark => !this.isOfFront(mark)), ...shown.filter(mark => this.isOfFront(mark))];
  }

  isOfFront({ runner }) {
    return runner === undefined || runner === this.run.at[this.view.together];
  }

  // All runs of the picture in words, the one in front first.
  describe(runners) {
    return [this.run, ...runners.filter(one => one !== this.run)].map(describe).join(" ");
  }

  setBackground({ light, dark }, files) {
    const source = `${this.view.id}/${files.light}`;
    if (light.getAttribute("src") === source) return;
    dark.srcset = `${this.view.id}/${files.dark}`;
    light.src = source;
  }

  // Goes to an iteration, or to the end where the run is shorter.
  goTo(iteration) {
    this.iteration = Math.min(iteration, this.last);
  }

  valueOf(name) {
    return this.series[name](this.iteration);
  }

  // The numbers at this iteration of a series that has many.
  rowOf(name) {
    return this.rows[name](this.iteration);
  }

  // What painters look up; see marks.js.
  frame(trails) {
    const { view, series, iteration } = this;
    const value = name => this.valueOf(name);
    return { view, series, iteration, trails, value, rowOf: name => this.rowOf(name) };
  }

  paint() {
    const frame = this.frame(this.trails);
    this.panels.forEach((panel, n) => paintPanel(this.places[n].canvas, panel, this.marks[n], frame));
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
    this.panels.forEach((panel, n) => this.places[n].canvas.after(drawPanel(panel, this.marks[n], frame)));
  }

  // Puts the iteration into words, a note before them.
  tell(note) {
    for (const readout of this.readouts) {
      const { series, decimals } = readout.dataset;
      setText(readout, formatNumber(this.valueOf(series), +decimals));
    }
    this.legend.tell(this.iteration);
    const { outcome } = this;
    const { name } = this.legend;
    setText(this.element.querySelector(".outcome"), note + (name && outcome ? `${name}: ${outcome}` : outcome));
  }

  // How the run ended, once it has; before, whether something is out of sight.
  get outcome() {
    if (this.iteration >= this.run.end) return this.run.outcome;
    return this.panels.some(panel => this.leaves(panel)) ? "Outside the picture." : "";
  }

  // Whether a point is beyond the edge of a panel now.
  leaves(panel) {
    return panel.moving.some(mark => {
      const mayLeave = mark.mark === "point" && !mark.held && this.isOfFront(mark);
      return mayLeave && !isInside(panel, this.valueOf(mark.x), this.valueOf(mark.y));
    });
  }
}
