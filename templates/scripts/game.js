/* Matching by hand: the reader moves q to find a hidden p, with nothing but KL to go by. */

import { updateAddressSoon } from "./address.js";
import { paintPanel } from "./canvas.js";
import { klNormal, klSampled, logDensities } from "./divergences.js";
import { offerSnippet } from "./embedding.js";
import { Knob, nearestStop } from "./knobs.js";
import { clamp, formatNumber } from "./numbers.js";
import { darkScheme } from "./preferences.js";
import { Reading } from "./readings.js";

const QUIET_MS = 400; // after a move, before its result is told
const COMPONENT_COLOURS = 3;
const NOT_THERE = "There is no such place here; this is the nearest. ";
const FOUND = "A match: you have found p. ";

const densityMark = (means, variances, role, options) => ({ mark: "density", means, variances, role, ...options });

export class Game {
  constructor(element) {
    this.element = element;
    this.view = JSON.parse(this.find("script.view").textContent);
    this.format = value => formatNumber(value, this.view.decimals);
    this.knobs = this.view.knobs.map((settings, k) => this.makeKnob(settings, k));
    this.readings = [...element.querySelectorAll(".reading")].map(reading => new Reading(reading, this.format));
    this.begin(0);
    this.show();
    this.listen();
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  makeKnob(settings, k) {
    const turn = value => this.move(() => { this.position = this.position.with(k, value); });
    return new Knob(this.find(`[data-knob="${settings.name}"]`), settings, () => this.position[k], turn);
  }

  listen() {
    offerSnippet(this);
    this.find(".reveal").addEventListener("click", () => this.move(() => { this.isRevealed = !this.isRevealed; }));
    this.find(".restart").addEventListener("click", () => this.move(() => this.begin(this.anotherTarget())));
    for (const reading of this.readings) {
      const goBack = () => { this.position = reading.best.position; };
      reading.element.querySelector(".best").addEventListener("click", () => this.move(goBack));
    }
    new ResizeObserver(() => this.paint()).observe(this.find("canvas"));
    darkScheme.addEventListener("change", () => this.paint());
  }

  // A new game against one of the targets.
  begin(target) {
    this.target = target;
    this.p = this.view.targets[target];
    this.logP = logDensities(this.p, this.view.sampling);
    this.position = this.view.knobs.map(knob => knob.start);
    this.isRevealed = false;
    for (const reading of this.readings) reading.forget();
  }

  anotherTarget() {
    const { length } = this.view.targets;
    return (this.target + 1 + Math.floor(Math.random() * (length - 1))) % length;
  }

  // The state as an address names it.
  get address() {
    const places = this.view.knobs.map(({ name }, k) => `&${name}=${this.position[k]}`);
    return `target=${this.target + 1}${places.join("")}${this.isRevealed ? "&revealed=1" : ""}`;
  }

  // Goes to the state that an address names. To name a target is to begin anew; else what is not named stays.
  open(query) {
    let isExact = true;
    const read = (name, usual, closest) => {
      const value = parseFloat(query.get(name));
      const chosen = Number.isNaN(value) ? usual : closest(value);
      isExact &&= !query.has(name) || chosen === value;
      return chosen;
    };
    const { targets, knobs } = this.view;
    const target = read("target", this.target + 1, value => clamp(Math.round(value), 1, targets.length));
    if (query.has("target")) this.begin(target - 1);
    this.position = knobs.map((knob, k) => read(knob.name, this.position[k], value => nearestStop(knob, value)));
    this.isRevealed = read("revealed", +this.isRevealed, value => +(value > 0)) === 1;
    this.show(isExact ? "" : NOT_THERE);
  }

  // A move of the reader: shown at once, told and put into the address when all is quiet.
  move(change) {
    change();
    this.show();
    updateAddressSoon(this.element.id);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.find(".told").textContent = this.readings.map(reading => reading.text).join("; ");
    }, QUIET_MS);
  }

  get q() {
    const isMean = k => k % 2 === 0;
    return {
      means: this.position.filter((_, k) => isMean(k)),
      variances: this.position.filter((_, k) => !isMean(k)),
    };
  }

  // Both divergences between q and p.
  measure() {
    const { q, p, logP, view: { sampling } } = this;
    if (q.means.length === 1 && p.means.length === 1) return { kl_qp: klNormal(q, p), kl_pq: klNormal(p, q) };
    const logQ = logDensities(q, sampling);
    return { kl_qp: klSampled(logQ, logP, sampling), kl_pq: klSampled(logP, logQ, sampling) };
  }

  show(note = "") {
    const divergences = this.measure();
    for (const reading of this.readings) reading.show(divergences[reading.measure], this.position);
    this.knobs.forEach((knob, k) => knob.show(this.position[k], this.format(this.position[k])));
    this.element.classList.toggle("revealed", this.isRevealed);
    this.find(".reveal").textContent = this.isRevealed ? "Hide p" : "Reveal p";
    const isFound = this.format(divergences[this.view.readouts[0].name]) === this.format(0);
    this.tell(note + (isFound ? FOUND : "") + (this.isRevealed ? this.p.told : ""));
    this.paint();
  }

  // What is told of p is HTML that was made when the page was built: it has links to the closest places.
  tell(html) {
    if (html !== this.told) this.find(".outcome").innerHTML = html;
    this.told = html;
  }

  // From back to front: p and the closest single components once they are revealed, q, and what it is made of.
  get marks() {
    const { q, p } = this;
    const share = 1 / q.means.length;
    const closest = Object.entries(p.closest).map(([measure, { mean, variance }]) =>
      densityMark([mean], [variance], this.find(`.legend [data-best="${measure}"]`).className, { thin: true }));
    const hidden = [densityMark(p.means, p.variances, "target"), ...closest];
    const parts = q.means.map((mean, k) =>
      densityMark([mean], [q.variances[k]], `series-${(k % COMPONENT_COLOURS) + 1}`, { thin: true, share }));
    return [
      ...(this.isRevealed ? hidden : []),
      densityMark(q.means, q.variances, "object"),
      ...(parts.length > 1 ? parts : []),
    ];
  }

  paint() {
    const { view } = this;
    paintPanel(this.find("canvas"), view.panel, this.marks, { view, value: number => number });
  }
}
