/* The legend of a picture that several runs share: an entry brings its run to the front, a second button mutes it. */

import { addHistoryEntry } from "./address.js";
import { setText } from "./descriptions.js";
import { findRun, runnersOf } from "./selection.js";

// Who is in front once the one who was is muted: the next who is there to be seen, if any.
const successorOf = ({ view, chosen: { run, muted } }) => {
  const { together } = view;
  return runnersOf(view, run).find(other => other !== run && !muted.includes(other.at[together]));
};

const mute = (figure, place) => {
  const { view, chosen: { run, muted } } = figure;
  if (muted.includes(place)) return { muted: muted.filter(other => other !== place) };
  const isFront = run.at[view.together] === place;
  const next = isFront ? successorOf(figure) : run;
  return next && { at: next.at, muted: [...muted, place].sort((a, b) => a - b) };
};

const bringToFront = ({ view, chosen: { run, pinned } }, place, isBeside) => {
  const at = (isBeside ? pinned : run).at.with(view.together, place);
  return isBeside ? { pinned: findRun(view, at) } : { at };
};

// Follows the clicks on a legend within an element.
export const listenToLegend = (figure, element) => {
  element.addEventListener("click", ({ target }) => {
    const button = target.closest(".runners button");
    if (!button) return;
    const place = +button.parentElement.dataset.runner;
    const isBeside = button.closest(".pane") === figure.panes[1]?.element;
    const change = button.className === "mute" ? mute(figure, place) : bringToFront(figure, place, isBeside);
    if (!change) return; // somebody stays
    figure.isTouched = true;
    addHistoryEntry(figure.view.id, () => figure.arrange(change));
  });
};

// The legend in a pane, if it has one.
export class Legend {
  constructor(element, view) {
    this.view = view;
    this.entries = [...element.querySelectorAll(".runners li")];
    const coloured = [...element.querySelectorAll(".readouts > div:not(.ink, .muted)")];
    this.readouts = this.entries.length ? coloured : []; // in the colour of the run in front
  }

  // Shows which runs are there, which is in front and which are muted.
  setRun(run, muted) {
    const { view } = this;
    this.runners = new Map(runnersOf(view, run).map(runner => [runner.at[view.together], runner]));
    const front = run.at[view.together];
    for (const entry of this.entries) {
      const place = +entry.dataset.runner;
      entry.hidden = !this.runners.has(place);
      entry.classList.toggle("silent", muted.includes(place));
      entry.querySelector(".front").setAttribute("aria-pressed", place === front);
      entry.querySelector(".mute").setAttribute("aria-pressed", muted.includes(place));
      if (place === front) this.name = entry.querySelector("b").textContent;
    }
    for (const readout of this.readouts) readout.className = view.roles[front];
  }

  // Tells of each run how it ended, once it has.
  tell(iteration) {
    const { runs, briefs } = this.view;
    for (const entry of this.entries) {
      const run = this.runners.get(+entry.dataset.runner);
      const isTold = run && iteration >= run.end;
      setText(entry.querySelector("span"), isTold ? briefs[runs.indexOf(run)] : "");
    }
  }
}
