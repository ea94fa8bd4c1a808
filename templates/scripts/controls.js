/* The controls of a figure: what they do, and how they show what is chosen. */

import { addHistoryEntry, updateAddressSoon } from "./address.js";
import { copyAddress } from "./copying.js";
import { offerSnippet } from "./embedding.js";
import { listeners } from "./extensions.js";
import { countOf, findOpposite } from "./selection.js";
import { updateTable } from "./table.js";

// What does something of its own when Space is pressed.
const USES_SPACE = "button, a, select, summary, [tabindex], input:not([type=range])";

// Shows another run, as a change that the reader can go back from.
const goTo = (figure, position, options) => {
  figure.dragged = null;
  addHistoryEntry(figure.view.id, () => figure.select(position, options));
};

// Chooses by an axis. A slider that is dragged through several values makes one entry in the history.
const chooseValue = (figure, input) => {
  const position = figure.chosen.run.at.with(input.dataset.axis, +input.value);
  if (figure.dragged === input) {
    figure.select(position);
    updateAddressSoon(figure.view.id);
  } else {
    goTo(figure, position);
  }
  figure.dragged = input;
};

// The run that a button would set beside the present one.
const oppositeBy = ({ view, chosen }, { beside }) => findOpposite(view, chosen.run, +beside);

// Pins a run beside the present one, or no longer if it is pinned already.
const togglePinned = (figure, run, iteration) => {
  const { run: present, pinned } = figure.chosen;
  const isPinned = run === pinned;
  goTo(figure, present.at, isPinned ? { pinned: null, iteration: figure.iteration } : { pinned: run, iteration });
};

const scrub = (figure, input) => {
  figure.keepsIteration = true;
  figure.player.pause();
  figure.show(+input.value);
};

// Space plays and pauses wherever it has nothing else to do.
const onKey = (figure, event) => {
  if (event.key !== " " || event.target.closest(USES_SPACE)) return;
  event.preventDefault();
  figure.isTouched = true;
  figure.player.toggle();
};

export const listenToControls = figure => {
  const { element, player } = figure;
  const on = (selector, event, act) => {
    for (const control of element.querySelectorAll(selector)) control.addEventListener(event, () => act(control));
  };
  on("[data-axis]", "input", input => chooseValue(figure, input));
  on("[data-axis]", "change", () => { figure.dragged = null; });
  on("[data-at]", "click", ({ dataset }) => goTo(figure, dataset.at.split(",").map(Number)));
  on("[data-beside]", "click", ({ dataset }) => togglePinned(figure, oppositeBy(figure, dataset)));
  on(".pin", "click", () => togglePinned(figure, figure.chosen.pinned ?? figure.chosen.run, figure.iteration));
  on(".play", "click", () => player.toggle());
  on(".restart", "click", () => { figure.show(0); player.play(); });
  on(".scrub input", "input", input => scrub(figure, input));
  on(".speed select", "change", select => { player.speed = +select.value; });
  on(".copy", "click", button => copyAddress(figure, button));
  on("input.link", "blur", field => { field.hidden = true; });
  on(".tabs input", "change", () => updateTable(figure));
  offerSnippet(figure);
  for (const listen of listeners) listen(figure, element);
  element.addEventListener("click", ({ target }) => {
    if (target.closest(".unpin")) togglePinned(figure, figure.chosen.pinned);
  });

  for (const event of ["click", "input"]) element.addEventListener(event, () => { figure.isTouched = true; }, true);
  for (const event of ["pointerenter", "focusin"]) {
    element.addEventListener(event, () => figure.loader.prefetch(), { once: true });
  }
  element.addEventListener("keydown", event => onKey(figure, event));
};

// The position that the controls show; the axis of a legend has none.
export const readPosition = ({ element, chosen }) =>
  [...element.querySelectorAll("[data-axis]:is(:checked, [type=range])")].reduce(
    (at, { dataset, value }) => at.with(dataset.axis, +value), chosen.run.at);

const updateInput = (input, index, label) => {
  if (input.type === "radio") {
    input.checked = +input.value === index;
    return;
  }
  input.value = index;
  input.setAttribute("aria-valuetext", label);
  input.parentElement.querySelector("output").textContent = label;
};

// Sets every control to what is chosen.
export const updateControls = figure => {
  const { view, element, chosen: { run, pinned } } = figure;
  run.at.forEach((index, axis) => {
    const label = view.axes[axis].labels[index];
    for (const input of element.querySelectorAll(`[data-axis="${axis}"]`)) updateInput(input, index, label);
  });
  for (const button of element.querySelectorAll("[data-at]")) {
    button.setAttribute("aria-pressed", button.dataset.at === run.at.join());
  }
  for (const button of element.querySelectorAll("[data-beside]")) {
    button.setAttribute("aria-pressed", pinned === oppositeBy(figure, button.dataset));
  }
};

export const updateScrubber = ({ view, element, iteration, last }) => {
  const scrubber = element.querySelector(".scrub input");
  scrubber.max = last;
  scrubber.value = iteration;
  scrubber.setAttribute("aria-valuetext", `iteration ${countOf(view, iteration)} of ${countOf(view, last)}`);
};
