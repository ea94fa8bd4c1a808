/* A figure: the state of what a reader sees of a sweep of runs. It draws recorded runs and knows no mathematics of
   descent: every number it shows was computed when the page was built. */

import { updateAddress } from "./address.js";
import { updatePanes } from "./comparison.js";
import { listenToControls, readPosition, updateControls, updateScrubber } from "./controls.js";
import { describe } from "./descriptions.js";
import { openEcho } from "./echo.js";
import { files } from "./extensions.js";
import { Loader } from "./loader.js";
import { Pane } from "./pane.js";
import { Player } from "./player.js";
import { reducedMotion } from "./preferences.js";
import { followPrinting } from "./printing.js";
import { findRun, lastOf, parseQuery, runsOf, shownOf, toQuery } from "./selection.js";
import { updateTable } from "./table.js";
import { watchVisibility } from "./visibility.js";

const NOT_THERE = "There is no such run here; this is the nearest. ";

export class Figure {
  constructor(element) {
    this.element = element;
    this.view = JSON.parse(this.find("script.view").textContent);
    this.loader = new Loader(this.view);
    this.player = new Player(this);
    this.panes = [new Pane(this.find(".pane"), this.view)];
    this.chosen = { run: this.view.runs[this.view.start], pinned: null, muted: [] }; // may still be loading
    this.shown = this.chosen;
    this.echo = null; // another picture of it, beside the text
    this.note = ""; // before the outcome: what of the reader's choice could not be had
    this.noted = 0; // the pane that it is told in
    this.isTouched = false; // by the reader
    this.isNear = false; // enough to be painted
    this.keepsIteration = false; // rather than play, once the chosen run is loaded
    this.dragged = null; // the slider that the reader has in hand

    listenToControls(this);
    watchVisibility(this);
    followPrinting(isPrinting => this.print(isPrinting));
    const early = readPosition(this); // a reader may have been there before the script
    this.reflect();
    this.show(reducedMotion.matches ? this.last : 0);
    if (early.join() !== this.chosen.run.at.join()) this.select(early);
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  get last() {
    return lastOf(this.chosen);
  }

  // The state as an address names it.
  get address() {
    return toQuery(this.view, this.chosen, this.iteration);
  }

  // Goes to the state that an address names.
  open(query, isWhole) {
    const { at, ...options } = parseQuery(this.view, this.chosen, query, isWhole);
    this.select(at, options);
  }

  // Shows another run: at an iteration, or from its start if something may move, else with its whole path. A `note`
  // may say how it was found, in the pane with the number `noted`.
  async select(at, options = {}) {
    const { pinned = this.chosen.pinned, muted = this.chosen.muted, iteration, isExact = true, ...told } = options;
    const chosen = { run: findRun(this.view, at), pinned, muted };
    this.chosen = chosen;
    this.isTouched = true;
    this.keepsIteration = iteration !== undefined;
    this.iteration = Math.min(iteration ?? (reducedMotion.matches ? this.last : 0), this.last);
    this.player.stop();

    const loading = shownOf(chosen).map(run => this.loader.load(run));
    const isLoaded = await Promise.all(loading).then(() => true, () => false);
    if (this.chosen !== chosen) return; // the reader has gone on
    this.noted = isLoaded ? told.noted ?? 0 : 0;
    if (isLoaded) this.accept(told.note ?? (isExact && chosen.run.at.join() === at.join() ? "" : NOT_THERE));
    else this.goBack();
    this.reflect();
    this.show(this.iteration);
    this.announce(this.note + runsOf(this.chosen).map(describe).join(" Beside it, "));
    if (!this.keepsIteration && !reducedMotion.matches) this.player.play(); // unless the reader has scrubbed
  }

  // The runs that were chosen are here.
  accept(note) {
    this.shown = this.chosen;
    this.note = note;
  }

  // They are not to be had, and all stays as it is.
  goBack() {
    this.note = files.notLoaded;
    this.chosen = this.shown;
    this.iteration = this.panes[0].iteration;
    this.keepsIteration = true;
    updateAddress(this.view.id);
  }

  // Tells those who do not see what has changed.
  announce(text) {
    this.find(".status").textContent = text;
  }

  // Sets controls, panes, downloads and the table to what was chosen.
  reflect() {
    const { gif, data } = this.chosen.run;
    updateControls(this);
    updatePanes(this);
    this.offer(".gif", gif); // a large sweep has only that of its default
    this.offer(".data", data);
    updateTable(this);
  }

  // Offers a file to be saved, if there is one.
  offer(selector, file) {
    const link = this.find(selector);
    link.hidden = !file;
    if (!file) return;
    link.href = files.address(`${this.view.id}/${file}`);
    link.download = file;
  }

  // Shows one iteration, and says what was left out before it: everything is painted before any text changes, so that
  // the page is laid out once.
  show(iteration, leftOut = "") {
    this.iteration = Math.min(iteration, this.last);
    for (const pane of this.panes) pane.goTo(this.iteration);
    this.echo?.pane.goTo(this.iteration);
    this.paint();
    this.panes.forEach((pane, n) => pane.tell(leftOut + (n === this.noted ? this.note : "")));
    this.echo?.pane.tell(leftOut + this.note);
    updateScrubber(this);
  }

  paint() {
    if (this.isNear) for (const pane of this.panes) pane.paint();
    this.echo?.pane.paint();
  }

  // Takes the room that there is.
  fit() {
    for (const pane of this.panes) pane.fit();
    this.paint();
  }

  // Comes to a link that drives it, if it is out of sight itself; tells whether it did.
  comeTo(link) {
    return openEcho(this, link);
  }

  // Shows the end on paper, and afterwards what was there before.
  print(isPrinting) {
    if (isPrinting) {
      this.player.stop();
      this.unprinted = this.iteration;
    }
    this.show(isPrinting ? this.last : this.unprinted);
    for (const pane of this.panes) pane.print(isPrinting);
  }
}
