/* What comes with a figure that stands alone: the page that shows it in a frame is told how high it is, and the way
   home leads to the article in the same state. `?ui=min` shows picture and player only. */

const HEIGHT = "klsim/height/1";
const BEFORE_GOING = ["pointerenter", "pointerdown", "focus", "click", "auxclick", "contextmenu"];

if (new URLSearchParams(location.search).get("ui") === "min") document.documentElement.classList.add("min");

const tellHeight = (main, figure) => {
  const height = Math.ceil(main.getBoundingClientRect().height);
  if (height) parent.postMessage({ type: HEIGHT, figure, height }, "*"); // any page may show it, and nothing is secret
};

document.addEventListener("DOMContentLoaded", () => {
  const main = document.querySelector("main");
  const { id } = main.querySelector("figure");
  if (parent !== self) {
    new ResizeObserver(() => tellHeight(main, id)).observe(main);
    addEventListener("load", () => tellHeight(main, id));
  }
  addEventListener("klsim:start", ({ detail: { states } }) => {
    const home = document.querySelector(".home a");
    const point = () => { home.hash = `${id}?${states()[id]}`; };
    for (const event of BEFORE_GOING) home?.addEventListener(event, point);
  });
});
