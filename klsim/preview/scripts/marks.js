/* How the marks look that only a preview has: a number that its run does not give, and a draft. */

const STYLE = `
  mark.difference { padding: 0 .3em; border-radius: .2em; background: #b3261e; color: #fff; font-weight: 600 }
  a:has(+ mark.difference) { text-decoration: line-through }
  .draft mark, mark.draft {
    padding: .1em .6em; border-radius: 1em; background: #ffd54a; color: #1b1b1b; font-size: .85rem; font-weight: 600;
  }`;

export const styleMarks = () => {
  document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
};
