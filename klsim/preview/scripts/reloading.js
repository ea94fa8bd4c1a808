/* Loads the page anew, and finds its place and the states of its figures again. */

import { attempt } from "./attempts.js";

const key = `klsim-preview ${location.pathname}`;

// Where the page was and what its figures showed before it was loaded anew, if it was.
const last = JSON.parse(sessionStorage.getItem(key));
sessionStorage.removeItem(key);

// How to ask figures and games for their states and to bring them back; they are made later than this runs.
let figures = null;
addEventListener("klsim:start", ({ detail }) => {
  figures = detail;
  if (last) attempt(() => figures.restore(last.states));
});

const states = () => (figures ? attempt(() => figures.states()) : last?.states) ?? {};

const topOf = element => element.getBoundingClientRect().top;

export const reload = () => {
  const above = [...document.querySelectorAll("main [id]")].filter(element => topOf(element) <= 0).at(-1);
  const place = { y: scrollY, id: above?.id, top: above && topOf(above) };
  sessionStorage.setItem(key, JSON.stringify({ ...place, states: states() }));
  dispatchEvent(new Event("pagehide")); // the address tells what figures show: a reload takes it as it is by now
  history.scrollRestoration = "manual";
  location.reload();
};

// Puts the element that was the last to have gone by where it was; it may stand elsewhere in the new page.
const scrollBack = () => {
  const above = last.id && document.getElementById(last.id);
  scrollTo({ top: above ? scrollY + topOf(above) - last.top : last.y, behavior: "instant" });
};

// Once the text is here, and again when all has come that may move it.
export const restorePlace = async () => {
  if (!last) return;
  scrollBack();
  const place = scrollY;
  await new Promise(loaded => addEventListener("load", loaded, { once: true }));
  await document.fonts.ready;
  await new Promise(requestAnimationFrame);
  if (scrollY === place) scrollBack(); // else the reader has gone elsewhere
  history.scrollRestoration = "auto";
};
