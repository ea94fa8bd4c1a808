/* Pictures that several runs share, those that differ by the axis that the view calls `together`. In the legend an
   entry brings its run to the front, and a second button mutes it. Marks say by the place on that axis whose they
   are, and the names of the series of a run end with it, "mean@2". */

import { addHistoryEntry } from "./address.js";
import { describe, setText } from "./descriptions.js";
import { listeners, muting, paneParts, pictures } from "./extensions.js";
import { findIndex, findRun, runnersOf } from "./selection.js";

const MUTE = "mute"; // the name under which an address has those that are not drawn

// Names in a list are parted by commas.
const encodeName = value => `${value}`.replaceAll("%", "%25").replaceAll(",", "%2C");
const decodeName = word => word.replaceAll("%2C", ",").replaceAll("%25", "%");

const findRunners = ({ runs, together }, { at }) => {
  const isHere = other => at.every((index, axis) => axis === together || index === other.at[axis]);
  return runs.filter(isHere);
};

// Those of them that were recorded, and the run itself.
const findRecorded = (view, run) => findRunners(view, run).filter(other => !other.missing || other === run);

// Those that are muted; who is in front is not.
const mutedOf = ({ together }, { run, muted }) => muted.filter(place => place !== run.at[together]);

Object.assign(muting, {
  read({ axes, together }, query) {
    const words = (query.get(MUTE) ?? "").split(",").filter(Boolean);
    const found = words.map(word => findIndex(axes[together], decodeName(word)));
    return [...new Set(found.filter(([, isThere]) => isThere).map(([place]) => place))];
  },

  write(view, selection, query) {
    const muted = mutedOf(view, selection).map(place => encodeName(view.axes[view.together].values[place]));
    if (muted.length) query.set(MUTE, muted);
  },
});

// Shows other runs of the same pictures in front, or mutes some, while all goes on. Pictures that are still on
// their way are waited for.
const arrange = (figure, change) => {
  const chosen = { ...figure.chosen, ...change };
  if (figure.chosen !== figure.shown) {
    const iteration = figure.keepsIteration ? figure.iteration : undefined;
    figure.select(chosen.run.at, { pinned: chosen.pinned, muted: chosen.muted, iteration });
    return;
  }
  figure.chosen = chosen;
  figure.accept(true);
  figure.reflect();
  figure.show(figure.iteration);
  figure.announce(describe(figure.chosen.run));
};

// Mutes a run or no longer. Behind one that is in front the next comes to the front; if there is none, it stays.
const mute = ({ view: { together }, chosen }, place) => {
  const muted = mutedOf({ together }, chosen);
  if (muted.includes(place)) return { muted: muted.filter(other => other !== place) };
  const others = [...muted, place].sort((a, b) => a - b);
  if (chosen.run.at[together] !== place) return { muted: others };
  const run = runnersOf(chosen.run).find(({ at }) => !others.includes(at[together]));
  return run && { run, muted: others };
};

const bringToFront = ({ view, panes, chosen: { run, pinned, muted } }, place, pane) => {
  const isBeside = pane === panes[1]?.element;
  const found = findRun(view, (isBeside ? pinned : run).at.with(view.together, place), view.together);
  return { [isBeside ? "pinned" : "run"]: found, muted: muted.filter(other => other !== place) };
};

listeners.push((figure, element) => {
  const { view } = figure;
  if (view.together === undefined) return;
  for (const run of view.runs) pictures.set(run, findRecorded(view, run));
  element.addEventListener("click", ({ target }) => {
    const button = target.closest(".runners button");
    if (!button) return;
    const place = +button.parentElement.dataset.runner;
    const isMute = button.className === "mute";
    const change = isMute ? mute(figure, place) : bringToFront(figure, place, button.closest(".pane"));
    if (change) addHistoryEntry(view.id, () => arrange(figure, change));
  });
});

class Legend {
  constructor(pane) {
    this.pane = pane;
    this.entries = [...pane.element.querySelectorAll(".runners li")];
    this.readouts = [...pane.element.querySelectorAll(".readouts > div:not(.ink, .muted)")]; // of the one in front
  }

  // Shows which runs are there, which is in front and which are muted.
  setRun(run, loader, selected) {
    const { pane } = this;
    const { view } = pane;
    const front = run.at[view.together];
    const muted = mutedOf(view, { run, muted: selected });
    this.runners = new Map(runnersOf(run).map(runner => [runner.at[view.together], runner]));
    for (const [place, runner] of this.runners) pane.takeUp(runner, loader.numbersOf(runner), `@${place}`);
    this.missing = findRunners(view, run).filter(({ missing }) => missing).map(({ at }) => at[view.together]);
    pane.front = front;
    pane.marks = pane.panels.map(({ moving }) => {
      const marks = moving.filter(({ runner }) => !muted.includes(runner));
      return [...marks.filter(({ runner }) => runner !== front), ...marks.filter(({ runner }) => runner === front)];
    });
    const others = runnersOf(run).filter(other => other !== run);
    pane.element.querySelector(".panels").setAttribute("aria-label", [run, ...others].map(describe).join(" "));
    for (const entry of this.entries) this.updateEntry(entry, front, muted);
    for (const readout of this.readouts) readout.className = view.roles[front];
  }

  updateEntry(entry, front, muted) {
    const place = +entry.dataset.runner;
    const isMissing = this.missing.includes(place);
    entry.hidden = !this.runners.has(place) && !isMissing;
    entry.classList.toggle("missing", isMissing);
    entry.classList.toggle("silent", muted.includes(place));
    entry.querySelector(".to-front").setAttribute("aria-pressed", place === front);
    entry.querySelector(".mute").setAttribute("aria-pressed", muted.includes(place));
  }

  // Tells of each run what there is to say by now, such as how it ended.
  tell() {
    const { view: { runs, notes }, iteration } = this.pane;
    for (const entry of this.entries) {
      const place = +entry.dataset.runner;
      const usual = this.missing.includes(place) ? [[0, "not recorded"]] : [];
      const told = notes[runs.indexOf(this.runners.get(place))] ?? usual;
      setText(entry.querySelector("span"), told.findLast(([from]) => iteration >= from)?.[1] ?? "");
    }
  }
}

paneParts.push(pane => (pane.view.together === undefined ? { setRun() {}, tell() {} } : new Legend(pane)));
