/* Brings the page to the version that the preview tells of: in place where only prose has changed, else by a reload. */

import { attempt } from "./attempts.js";
import { patch } from "./patching.js";
import { reload } from "./reloading.js";

const { page, rest } = document.currentScript.dataset;
const shown = { page, rest }; // the version of the page, and that of all that it needs

const fetchPage = async () => {
  const answer = await fetch(location.pathname);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
};

const versionOf = sent => sent.querySelector("script[data-rest]").dataset;

const isShown = version => version.page === shown.page && version.rest === shown.rest;

// The page that is shown as it was sent; null where that is not to be had any more.
let sentBefore = fetchPage().then(sent => (versionOf(sent).page === shown.page ? sent : null)).catch(() => null);

// What of a page is neither its text nor the preview's: where this differs, only a new start will do.
const shellOf = sent => {
  const copy = sent.documentElement.cloneNode(true);
  copy.querySelector("main").replaceChildren();
  for (const element of copy.querySelectorAll("title, meta, script[data-rest]")) element.remove();
  return copy.outerHTML;
};

const patchPage = (old, next) => {
  if (!old || versionOf(next).rest !== shown.rest || shellOf(old) !== shellOf(next)) return false;
  return patch(...[document, old, next].map(one => one.querySelector("main")));
};

const update = async version => {
  if (version.rest !== shown.rest) {
    reload(); // what figures show is new: nothing to compare
    return;
  }
  const [old, next] = [await sentBefore, await fetchPage()];
  if (isShown(versionOf(next))) return;
  if (!attempt(() => patchPage(old, next))) {
    reload();
    return;
  }
  document.title = next.title;
  sentBefore = Promise.resolve(next);
  shown.page = versionOf(next).page;
};

let queue = Promise.resolve(); // one update after another

export const updateTo = version => {
  queue = queue.then(() => (isShown(version) ? null : update(version))).catch(() => {});
};
