/* Combinations of settings for which no run was recorded. They can be chosen like others, and say so; in the controls
   the values are marked that lead to one from where the reader is. */

import { paneParts } from "./extensions.js";

const MARK = "missing"; // the class of what leads there, and of a pane that shows one
const TOLD = "not recorded";

// Whether the run with another value of an axis is missing.
const leadsNowhere = ({ runs }, { at }, axis, index) => runs.some(run =>
  run.missing && run.at.every((place, n) => place === (n === axis ? index : at[n])));

// Marks a value in a control, or no longer.
const mark = (element, label, isMissing) => {
  element.classList.toggle(MARK, isMissing);
  element.title = isMissing ? `${label}: ${TOLD}` : "";
};

const markRadio = (radio, label, isMissing) => {
  mark(radio.nextElementSibling, label, isMissing);
  radio.ariaLabel = isMissing ? `${label}, ${TOLD}` : null;
};

const markStop = (slider, index, label, isMissing) => {
  mark(slider.parentElement.querySelectorAll(".stops span")[index], label, isMissing);
  if (+slider.value === index && isMissing) slider.setAttribute("aria-valuetext", `${label}, ${TOLD}`);
};

const markControls = (figure, view, run) => view.axes.forEach(({ labels }, axis) => {
  const [first, ...others] = figure.querySelectorAll(`.settings [data-axis="${axis}"]`);
  labels.forEach((label, index) => {
    const isMissing = leadsNowhere(view, run, axis, index);
    if (first?.type === "range") markStop(first, index, label, isMissing);
    else if (first) markRadio([first, ...others][index], label, isMissing);
  });
});

paneParts.push(pane => {
  const { element, view } = pane;
  const figure = element.closest("figure");
  const isFirst = figure?.querySelector(".pane") === element;
  return {
    setRun(run) {
      if (isFirst && view.runs.some(({ missing }) => missing)) markControls(figure, view, run);
      element.classList.toggle(MARK, Boolean(run.missing));
      if (!run.missing) return;
      pane.series.iteration = () => NaN;
      if (view.together === undefined) pane.marks = pane.panels.map(() => []);
    },
    tell() {},
  };
});
