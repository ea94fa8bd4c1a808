/* A divergence of a game as its reader sees it: the number, gauges, and the best so far. */

import { clamp } from "./numbers.js";

export class Reading {
  constructor(element, format) {
    this.element = element;
    this.format = format;
    this.measure = element.dataset.measure;
    this.gauges = [...element.querySelectorAll(".gauge")];
    this.forget();
  }

  // The best so far belongs to one target.
  forget() {
    this.best = null;
  }

  // Shows a divergence, remembers where it was least, and says so where it cannot be less in any digit shown.
  show(kl, position, least) {
    if (!(this.best?.kl <= kl)) this.best = { kl, position };
    this.element.querySelector("strong").textContent = this.format(kl);
    this.element.querySelector("b").textContent = this.format(this.best.kl);
    for (const gauge of this.gauges) this.setGauge(gauge, kl);
    this.isLeast = this.format(Math.max(kl - least, 0)) === this.format(0);
    this.element.classList.toggle("found", this.isLeast);
  }

  setGauge(gauge, kl) {
    const most = +gauge.getAttribute("aria-valuemax");
    const shareOf = value => clamp(value / most, 0, 1);
    gauge.style.setProperty("--now", shareOf(kl));
    gauge.style.setProperty("--best", shareOf(this.best.kl));
    gauge.setAttribute("aria-valuenow", shareOf(kl) * most);
    gauge.setAttribute("aria-valuetext", this.format(kl));
  }

  // What is told of it to those who do not see it.
  get text() {
    return [".height", ".best"].map(part => this.element.querySelector(part).textContent).join(", ");
  }
}
