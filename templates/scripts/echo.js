/* An echo of a figure: its picture below the paragraph whose link drives it, or at the foot of a small screen, while
   the figure itself is out of sight. It leads to the whole figure, and from there back to the link. */

import { listeners } from "./extensions.js";
import { Pane } from "./pane.js";
import { reducedMotion } from "./preferences.js";

const ENOUGH = 0.6; // of the pictures, to count as in sight

let present = null; // the one echo of the page

const makeButton = (label, className, act) => {
  const button = Object.assign(document.createElement("button"), { type: "button", className, textContent: label });
  button.addEventListener("click", act);
  return button;
};

const scrollTo = (element, block) => {
  element.scrollIntoView({ block, behavior: reducedMotion.matches ? "auto" : "smooth" });
};

const isInSight = element => {
  const { top, bottom, height } = element.getBoundingClientRect();
  return Math.min(bottom, innerHeight) - Math.max(top, 0) >= ENOUGH * height;
};

class Echo {
  constructor(figure, link) {
    this.figure = figure;
    this.link = link;
    this.isSeen = true; // until the page hears otherwise
    this.element = this.make();
    link.closest("article > *").after(this.element);
    this.pane = new Pane(this.element.querySelector(".pane"), figure.view);
    this.observer = new IntersectionObserver(entries => { this.isSeen = entries.at(-1).isIntersecting; });
    this.observer.observe(this.element);
  }

  make() {
    const element = document.createElement("aside");
    element.className = "echo";
    element.setAttribute("aria-label", "The figure that this link drives");
    const ways = document.createElement("p");
    ways.append(
      makeButton("Whole figure", "whole", () => this.goToFigure()),
      makeButton("Close", "close", () => this.close()),
    );
    element.append(this.figure.find(".pane").cloneNode(true), ways);
    element.addEventListener("keydown", ({ key }) => { if (key === "Escape") this.close(); });
    return element;
  }

  // Takes up the state of its figure.
  begin() {
    const { figure, pane } = this;
    const { run, muted } = figure.shown;
    pane.setRun(run, figure.loader, muted);
    for (const listen of listeners) listen(figure, this.element);
    pane.goTo(figure.iteration);
    pane.tell(figure.note);
    new ResizeObserver(() => {
      pane.fit();
      pane.paint();
    }).observe(pane.element);
    this.bringIntoSight();
  }

  // Where it lies over the text, as on a phone, the text moves out from below it.
  bringIntoSight() {
    if (getComputedStyle(this.element).position !== "fixed") return scrollTo(this.element, "nearest");
    const hidden = this.link.getBoundingClientRect().bottom - this.element.getBoundingClientRect().top;
    return hidden > 0 && scrollBy({ top: hidden + 16, behavior: reducedMotion.matches ? "auto" : "smooth" });
  }

  remove() {
    this.observer.disconnect();
    this.element.remove();
    this.figure.echo = present = null;
  }

  close() {
    this.remove();
    this.link.focus({ preventScroll: true });
  }

  goToFigure() {
    const { figure, link } = this;
    this.remove();
    figure.find(".back")?.remove();
    const back = makeButton("Back to the text", "back", () => {
      back.remove();
      scrollTo(link, "center");
      link.focus({ preventScroll: true });
    });
    figure.find(".transport").after(back);
    scrollTo(figure.find(".panes"), "center");
    back.focus({ preventScroll: true });
  }
}

// Shows a figure beside a link in the text, unless it is in sight; tells whether it does.
export const openEcho = (figure, link) => {
  const stays = present?.figure === figure && present.link === link;
  if (stays) return true;
  present?.remove();
  if (!link.closest("article > :not(figure)") || isInSight(figure.find(".panes"))) return false;
  present = figure.echo = new Echo(figure, link);
  present.begin();
  return true;
};
