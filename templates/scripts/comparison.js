/* Two runs side by side, on one clock: a pane for each. */

import { runsOf } from "./selection.js";
import { Pane } from "./pane.js";

const addPane = ({ panes: [first], view }) => {
  const copy = first.element.cloneNode(true);
  first.element.after(copy);
  return new Pane(copy, view);
};

// Makes the panes of a figure those of the runs that are chosen.
export const updatePanes = figure => {
  const { panes, element, loader } = figure;
  const runs = runsOf(figure.chosen);
  const isComparing = runs.length > 1;
  if (isComparing) panes[1] ??= addPane(figure);
  else for (const pane of panes.splice(1)) pane.element.remove();
  const { muted } = figure.chosen;
  panes.forEach((pane, n) => pane.setRun(runs[n], loader, muted, runs[1 - n]));
  figure.echo?.pane.setRun(runs[0], loader, muted);
  element.classList.toggle("comparing", isComparing);
  for (const button of element.querySelectorAll(".pin")) {
    button.textContent = isComparing ? "Unpin" : "Pin this run";
  }
};
