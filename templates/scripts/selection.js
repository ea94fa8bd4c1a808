/* Which runs of a figure are chosen: `{ run, pinned, muted }`, one and perhaps another beside it, and which are not
   drawn of those that share their pictures. They are found by positions on the axes of the figure, and named by
   addresses. */

import { muting, pictures } from "./extensions.js";

const PIN = "pin."; // before the names of axes where an address means the pinned run
const FEWEST = 10; // iterations that are left out; fewer are as soon shown
const FAR = 1e9; // farther than any two positions on an axis

// The run at a position, or the one nearest to it; a step on one of the axes may weigh more than any on the others.
export const findRun = ({ runs }, position, heavyAxis) => {
  const distance = ({ at }) => at.reduce((sum, index, axis) => {
    const steps = Math.abs(index - position[axis]);
    return sum + (axis === heavyAxis ? steps * FAR : steps);
  }, 0);
  return runs.reduce((best, run) => (distance(run) < distance(best) ? run : best));
};

// The run with the other value of an axis that has two.
export const findOpposite = (view, { at }, axis) => findRun(view, at.with(axis, 1 - at[axis]), axis);

// A number as authors may write it in links, of which Python reads more than JavaScript does.
const readNumber = word => (word.trim() ? +word.replace("−", "-").replaceAll("_", "") : NaN);

// The index on an axis of the value that a word names, or of the nearest, and whether it is that very value.
export const findIndex = ({ values, default: usual }, word) => {
  const number = readNumber(word);
  const distances = values.map(value => (typeof value === "string" ? +(value !== word) : Math.abs(value - number)));
  const least = Math.min(...distances);
  const index = distances.indexOf(least);
  return [index < 0 ? usual : index, least === 0];
};

export const runsOf = ({ run, pinned }) => [run, pinned].filter(Boolean);

// The runs that share the picture of a run; most have it alone.
export const runnersOf = run => pictures.get(run) ?? [run];

// All runs in the pictures of those that are chosen.
export const shownOf = selection => runsOf(selection).flatMap(runnersOf);

// The last iteration of all runs that are shown.
export const lastOf = selection => Math.max(...shownOf(selection).map(run => run.last));

// The stretches of iterations in which a run has nothing to show while others go on to the last of theirs.
const dullOf = ({ leaps, last: end }, last) => {
  const rest = leaps.at(-1)?.[1] === end - 1 ? leaps.at(-1)[0] : end + 1;
  return [...leaps.filter(([from]) => from < rest), [rest, last - 1]];
};

const overlap = (some, others) => some
  .flatMap(([from, to]) => others.map(([start, end]) => [Math.max(from, start), Math.min(to, end)]))
  .filter(([from, to]) => to >= from);

// The stretches that are left out while the chosen runs play: those in which none of them has anything to show.
export const leapsOf = selection => {
  const last = lastOf(selection);
  const dull = shownOf(selection).map(run => dullOf(run, last)).reduce(overlap);
  return dull.filter(([from, to]) => to - from + 1 >= FEWEST);
};

// The number of an iteration: recorded runs may not count from 0, or not in ones.
export const countOf = ({ counting: [first, stride] = [0, 1] }, iteration) => first + stride * iteration;

// The query that names a selection and an iteration.
export const toQuery = (view, selection, iteration) => {
  const query = new URLSearchParams();
  runsOf(selection).forEach(({ at }, n) => {
    for (const [axis, { name, values }] of view.axes.entries()) query.set(n ? PIN + name : name, values[at[axis]]);
  });
  muting.write(view, selection, query);
  query.set("i", countOf(view, iteration));
  return `${query}`.replaceAll("%2C", ",");
};

// What a query names: a position, a pinned run, those muted, an iteration, if any, and whether all of it is there
// exactly. What it does not name is as in `selection`; but a whole state that names no pinned run has none.
export const parseQuery = (view, selection, query, isWhole) => {
  const { axes } = view;
  let isExact = true;
  const readPosition = (prefix, usual) => axes.map((axis, n) => {
    const word = query.get(prefix + axis.name);
    if (word === null) return usual[n];
    const [index, isThere] = findIndex(axis, word);
    isExact &&= isThere;
    return index;
  });
  const readPinned = position => {
    if (!axes.some(({ name }) => query.has(PIN + name))) return isWhole ? null : selection.pinned;
    const pinned = findRun(view, position);
    isExact &&= pinned.at.join() === position.join();
    return pinned;
  };

  const at = readPosition("", selection.run.at);
  const pinned = readPinned(readPosition(PIN, at));
  const [first, stride] = [countOf(view, 0), countOf(view, 1) - countOf(view, 0)];
  const iteration = query.has("i") ? Math.max(Math.trunc((query.get("i") - first) / stride) || 0, 0) : undefined;
  const muted = query.has("mute") || isWhole ? muting.read(view, query) : selection.muted;
  return { at, pinned, muted, iteration, isExact };
};
