/* Runs in words. */

// A run in one sentence: the same as in klsim/figures/animation/description.py.
export const describe = ({ title, outcome }) =>
  title ? `${title.replaceAll(" · ", ", ")}: ${outcome[0].toLowerCase()}${outcome.slice(1)}` : outcome;

// The settings in which a run differs from another, if any, and those that they share.
export const compareTitles = (run, other) => {
  const settings = run.title.split(" · ");
  const isShared = axis => other?.at[axis] === run.at[axis];
  return {
    different: settings.filter((_, axis) => !isShared(axis)).join(" · "),
    shared: settings.filter((_, axis) => isShared(axis)).join(" · "),
  };
};

export const setText = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};
