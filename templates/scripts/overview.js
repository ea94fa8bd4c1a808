/* The maps of a figure's runs. The run under the pointer or the focus is told in words; arrow keys move the focus,
   else the present run, which the figure marks with `aria-pressed`, is the tab stop. */

import { onStart } from "./start.js";

class Overview {
  constructor(element) {
    this.element = element;
    this.cells = [...element.querySelectorAll("button")];
    this.maps = [...element.querySelectorAll(".map")];
    this.showsOne = this.maps.some(map => map.hidden); // that of the present run

    this.listen();
    this.update();
    this.watchWidths();
  }

  listen() {
    const { element } = this;
    // Not pointerover: a map that keys scroll below a resting pointer would tell the run that comes to lie there.
    for (const type of ["pointermove", "pointerleave", "focusin", "focusout"]) {
      element.addEventListener(type, () => this.update(type === "pointermove"));
    }
    element.addEventListener("keydown", event => this.onKey(event));
    const observer = new MutationObserver(() => this.update());
    observer.observe(element, { subtree: true, attributeFilter: ["aria-pressed"] });
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  // Sets which map is shown, which cell is the tab stop, and which run is told.
  update(isPointed = false) {
    const present = this.find("[aria-pressed=true]");
    const stop = this.find("button:focus") || present;
    const told = (isPointed && this.find("button:hover")) || stop;
    if (this.showsOne) for (const map of this.maps) map.hidden = !map.contains(present);
    for (const cell of this.cells) cell.tabIndex = cell === stop ? 0 : -1;
    this.find(".told").textContent = told.ariaLabel;
  }

  onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const line = this.lineOf(event.target, /Up|Down/.test(event.key));
    const n = line.indexOf(event.target);
    if (n < 0) return; // a map has the focus, and keys scroll it
    const goals = {
      ArrowLeft: n - 1,
      ArrowUp: n - 1,
      ArrowRight: n + 1,
      ArrowDown: n + 1,
      Home: 0,
      End: line.length - 1,
    };
    const goal = goals[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    line[goal]?.focus();
  }

  // The cells in the row or column of a cell, which goes on from map to map and passes over runs that are not there.
  lineOf(cell, isColumn) {
    const placeOf = ({ parentElement: td }) => (isColumn ? td.cellIndex : td.parentElement.rowIndex);
    return this.cells.filter(other => other.offsetParent && placeOf(other) === placeOf(cell));
  }

  // A map that is wider than the screen can be scrolled by keys.
  watchWidths() {
    const observer = new ResizeObserver(() => {
      for (const map of this.maps) map.tabIndex = map.scrollWidth > map.clientWidth ? 0 : -1;
    });
    for (const map of this.maps) observer.observe(map);
  }
}

onStart(() => {
  for (const element of document.querySelectorAll(".overview:has(.map)")) new Overview(element);
});
