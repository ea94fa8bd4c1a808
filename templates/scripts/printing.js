/* Before the page is printed and after: figures are shown to their end, in light colours whatever the screen has,
   and with the panels of a narrow screen where they are printed from one. */

import { darkScheme, narrow, paper } from "./preferences.js";
import { start } from "./start.js";

const { classList } = document.documentElement;
const followers = [];
let isPrinting = false;

// Calls back before the page is printed, when its colours are light already, and after.
export const followPrinting = follower => followers.push(follower);

const setPrinting = printing => {
  if (printing === isPrinting) return;
  isPrinting = printing;
  classList.toggle("printing", printing);
  classList.toggle("turned", printing && darkScheme.matches); // the light backgrounds would come too late
  if (classList.toggle("narrow", printing && narrow.matches)) { // and so would wide ones
    for (const source of document.querySelectorAll(".panel source")) {
      if (matchMedia(source.media).matches) source.media += ", print";
    }
  }
  for (const follow of followers) follow(printing);
};

addEventListener("beforeprint", () => {
  start(); // or there would be no figures to follow
  setPrinting(true);
});
addEventListener("afterprint", () => setPrinting(false));
paper.addEventListener("change", () => setPrinting(paper.matches));
