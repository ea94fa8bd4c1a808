/* The address of the page: the states of its figures and games, #id?query;id?query, the one handled last first.

   Figures and games are components here. A component has an `address`, the query that names its state, and
   `open(query, isWhole)`, which goes to the state of a query; what that does not name stays, unless it is the whole.
   It may have `comeTo(link)`, which brings it to a link in the text, and tells whether the page need not scroll.
   Every entry of the history keeps the states of all components. */

import { reducedMotion } from "./preferences.js";

const IS_FRAMED = parent !== self; // then neither the history nor the place of the page around it are ours
const QUIET_MS = 400; // after the last of many small changes, before the address tells them

const components = new Map(); // by id
let order = []; // the ids of those in the address
let isShown = false; // whether they stand in the present address, or only in those to come
let restoredHash = null; // where going back or forth led, which has been followed already
let timer;

export const join = (id, component) => components.set(id, component);

// The states of all components by id.
export const states = () => Object.fromEntries([...components].map(([id, { address }]) => [id, address]));

// Brings components to states that were kept.
export const restore = (kept, ids = Object.keys(kept)) => {
  for (const id of ids) {
    const component = components.get(id);
    if (component && component.address !== kept[id]) component.open(new URLSearchParams(kept[id]), true);
  }
};

// The parts of an address that name states of components of this page.
const parse = hash =>
  hash.slice(1).split(";").map(part => part.split("?")).filter(([id, query]) => query && components.has(id));

const write = (method = "replaceState") => {
  clearTimeout(timer);
  restoredHash = null;
  const all = states();
  const hash = `#${order.map(id => `${id}?${all[id]}`).join(";")}`;
  try {
    history[method]({ order, all }, "", isShown ? hash : null);
  } catch {
    writeSoon(); // Safari takes a hundred changes in ten seconds
  }
};

const writeSoon = () => {
  clearTimeout(timer);
  timer = setTimeout(write, QUIET_MS);
};

const putFirst = id => {
  order = [id, ...order.filter(other => other !== id)];
  isShown = true;
};

// Puts the state of a component into the address at once.
export const updateAddress = id => {
  putFirst(id);
  write();
};

// The same when all is quiet.
export const updateAddressSoon = id => {
  putFirst(id);
  writeSoon();
};

// Makes a change that the reader can go back from, without the page scrolling then.
export const addHistoryEntry = (id, change) => {
  write();
  change();
  putFirst(id);
  history.scrollRestoration = "manual";
  write(IS_FRAMED ? "replaceState" : "pushState");
};

// Goes to the states that an address names, and scrolls to the first of them in a way of `scrollIntoView`, or not.
const follow = (hash, behavior) => {
  const parts = parse(hash);
  isShown = parts.length > 0;
  for (const [id, query] of parts.reverse()) {
    components.get(id).open(new URLSearchParams(query));
    putFirst(id);
  }
  if (!isShown || !behavior || IS_FRAMED) return;
  document.querySelector(`#${order[0]} .panes, #${order[0]}.match`).scrollIntoView({ block: "nearest", behavior });
};

// Goes to where the address of a page leads that has just come; one that was here before has a place to keep.
export const followFirstAddress = () => {
  const [{ type } = {}] = performance.getEntriesByType("navigation"); // some browsers have none from disk
  follow(location.hash, type === "navigate" && !scrollY && "auto");
  write();
};

addEventListener("popstate", ({ state }) => {
  clearTimeout(timer);
  if (!state?.all) return; // a new address, which is followed below
  restoredHash = location.hash;
  const concerned = new Set([...order, ...state.order]);
  restore(state.all, [...components.keys()].filter(id => concerned.has(id)));
  order = state.order.filter(id => components.has(id));
  isShown = parse(restoredHash).length > 0;
});

addEventListener("hashchange", () => {
  if (location.hash === restoredHash) return;
  follow(location.hash, "auto");
  writeSoon();
});

// A link to a state of this page is a change to go back from, and the page glides there.
addEventListener("click", event => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  history.scrollRestoration = "auto"; // coming back from a heading is coming back to a place
  const [first] = parse(link.hash);
  if (!first) return;
  event.preventDefault();
  const isHere = components.get(first[0]).comeTo?.(link);
  addHistoryEntry(first[0], () => follow(link.hash, !isHere && (reducedMotion.matches ? "auto" : "smooth")));
});

addEventListener("pagehide", () => {
  history.scrollRestoration = "auto";
  write();
});
