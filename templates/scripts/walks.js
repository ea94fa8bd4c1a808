/* The map of a game of one bell, once p is revealed: how the reader went, and how a machine goes downhill from the
   same start. An SVG picture over the axes: its colours are those of the page, whatever they become. */

import { ringAround } from "./landscape.js";
import { formatNumber } from "./numbers.js";
import { reducedMotion } from "./preferences.js";
import { toPx } from "./scales.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const STEPS_A_SECOND = 30;
const SHORTEST_MS = 1200;
const LONGEST_MS = 4000;
const RADIUS = 5; // in px of the map, as what follows
const BESIDE = 9;
const BASELINE = 4.5;
const LETTER = 8; // its breadth, with some room

const make = (name, attributes, ...children) => {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

const countOf = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

export class Walks {
  constructor(element, view) {
    this.view = view;
    this.find = selector => element.querySelector(selector);
    this.inPx = place => toPx(view.map, ...place).map(number => number.toFixed(1)).join();
    this.find("button").addEventListener("click", () => this.play());
  }

  // Shows the walk of the reader, who came so near at best, and that of the machine to the same target.
  show(p, walk, nearest) {
    if (p !== this.p) this.setTarget(p);
    this.setWay("object", walk.places);
    const { decimals } = this.view;
    const { length } = this.machine;
    this.find("p.object").textContent = walk.moves
      ? `You made ${countOf(walk.moves, "move")} and came as near as ${formatNumber(nearest, decimals)}.`
      : "You have not moved yet.";
    this.find("p.machine").textContent = `A machine that only goes downhill took ${countOf(length - 1, "step")
      } from the start and came as near as ${formatNumber(p.machine.kl, decimals)}.`;
  }

  setTarget(p) {
    this.p = p;
    this.stop();
    const [{ name }] = this.view.readouts;
    this.machine = p.machine.mean.map((mean, n) => [mean, p.machine.variance[n]]);
    const [start, target] = [this.machine[0], [p.means[0], p.variances[0]]];
    const isRight = target[0] > start[0]; // each name stands where no way comes from
    this.find("svg").replaceChildren(
      this.makeLandscape(p, name),
      ...["machine", "object"].map(role => make("g", { class: role },
        make("polyline", {}), make("path", { class: "steps" }), make("circle", { r: RADIUS }))),
      ...this.makePlace("start", "start", start, isRight),
      ...this.makePlace("target", "p", target, !isRight),
    );
    this.setWay("machine", this.machine);
  }

  // From high to low, each ring with more paper over the land: the tints of klsim/render/static.py.
  makeLandscape(p, measure) {
    const [x, y, width, height] = this.view.map.box;
    const rings = p.levels.map((level, k) => make("polygon", {
      points: ringAround(p, measure, level).map(this.inPx).join(" "),
      "fill-opacity": 1 / (k + 1),
    }));
    const land = make("rect", { x, y, width, height });
    return make("svg", { class: "landscape", x, y, width, height, viewBox: `${x} ${y} ${width} ${height}` },
      land, ...rings.reverse());
  }

  // A place with its name on one side, or where there is no room on the other.
  makePlace(role, name, place, isLeft) {
    const { box: [left,, width] } = this.view.map;
    const [x, y] = toPx(this.view.map, ...place);
    const room = BESIDE + LETTER * name.length;
    const side = (isLeft ? x > left + room : x > left + width - room) ? "left" : "right";
    const at = { x: side === "left" ? x - BESIDE : x + BESIDE, y: y + BASELINE };
    return [
      make("circle", { class: role, cx: x, cy: y, r: RADIUS - 1 }),
      make("text", { class: `${role} ${side}`, ...at }, name),
    ];
  }

  // A way as far as it is shown: a line, a dot at each step, and a disc where it has come to.
  setWay(role, places) {
    const corners = places.map(this.inPx);
    const [line, steps, disc] = this.find(`g.${role}`).children;
    line.setAttribute("points", corners.join(" "));
    steps.setAttribute("d", corners.map(corner => `M${corner}h0`).join(""));
    const [x, y] = corners.at(-1).split(",");
    disc.setAttribute("cx", x);
    disc.setAttribute("cy", y);
  }

  // Lets the machine go once more.
  play() {
    this.stop();
    const { machine } = this;
    const last = machine.length - 1;
    const lasts = Math.min(Math.max((1000 * last) / STEPS_A_SECOND, SHORTEST_MS), LONGEST_MS);
    const begin = performance.now();
    const go = now => {
      const share = reducedMotion.matches ? 1 : Math.min(Math.max((now - begin) / lasts, 0), 1);
      this.setWay("machine", machine.slice(0, Math.round(share * last) + 1));
      this.request = share < 1 && requestAnimationFrame(go);
    };
    go(begin);
  }

  stop() {
    cancelAnimationFrame(this.request);
  }
}
