/* What modules that few figures need add to all figures of a page: they say so here before any figure is made. */

export const listeners = []; // called with a figure and an element that shows it
export const paneParts = []; // make of a pane what its `setRun`, `tell` and perhaps `goTo` are passed on to
export const morePainters = {}; // of marks that few figures have, by their names
export const pictures = new WeakMap(); // by a run, those that share its picture, itself included
export const tables = new WeakMap(); // by a figure, what takes its tables of outcomes
const { top = "" } = document.documentElement.dataset; // leads to the article from a figure that stands alone
export const files = { // of figures: beside the page, unless it has all within itself
  address: path => top + path,
  numbersOf: () => undefined, // of a run
  notLoaded: "This run could not be loaded. ",
  pageAddress: () => (top ? document.querySelector("link[rel=canonical]").href + location.hash : location.href),
};
export const muting = { read: () => [], write: () => {} }; // which of them are not drawn, as addresses have it
