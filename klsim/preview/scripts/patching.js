/* Exchanges prose in place: an element gets the children of its next version, while figures and scripts stay as they
   are. The page that is shown has been changed by its scripts, so the next version is compared with the last one as it
   was sent. */

const ALIVE = "figure.simulation, script";

const isAlive = node =>
  node.nodeType === Node.ELEMENT_NODE && (node.matches(ALIVE) || node.querySelector(ALIVE) !== null);

const sourceOf = node => node.outerHTML ?? node.textContent;

// For each pair of beginnings, how many entries from there on can be matched at the most.
const countMatches = (a, b) => {
  const most = Array.from({ length: a.length + 1 }, () => new Array(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      most[i][j] = a[i] === b[j] ? most[i + 1][j + 1] + 1 : Math.max(most[i + 1][j], most[i][j + 1]);
    }
  }
  return most;
};

// Pairs of indices of equal entries, as many as there can be, in order: a longest common subsequence.
const matchEntries = (a, b) => {
  const most = countMatches(a, b);
  const pairs = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (most[i + 1][j] >= most[i][j + 1]) i++;
    else j++;
  }
  return pairs;
};

// Makes the children of a live element those of its next version; false where a figure would be lost by it.
export const patch = (live, old, next) => {
  const [shown, from, to] = [live, old, next].map(element => [...element.childNodes]);
  if (shown.length !== from.length) return false;
  let [i, j] = [0, 0];
  for (const [k, l] of [...matchEntries(from.map(sourceOf), to.map(sourceOf)), [from.length, to.length]]) {
    const gap = { shown: shown.slice(i, k), from: from.slice(i, k), to: to.slice(j, l), before: shown[k] ?? null };
    if (!fillGap(live, gap)) return false;
    [i, j] = [k + 1, l + 1];
  }
  return true;
};

// Exchanges what lies between two nodes that stay.
const fillGap = (live, { shown, from, to, before }) => {
  const isOneForOne = to.length === 1 && shown.length === 1 && to[0].tagName === from[0].tagName;
  if (isOneForOne && isAlive(to[0])) return !to[0].matches(ALIVE) && patch(shown[0], from[0], to[0]);
  if (from.some(isAlive) || to.some(isAlive)) return false;
  for (const node of to) live.insertBefore(document.importNode(node, true), before);
  for (const node of shown) node.remove();
  return true;
};
