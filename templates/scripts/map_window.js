/* What is seen of a map of outcomes: the whole or a part of it, and where its pixels are on the screen. */

import { clamp, inWords } from "./numbers.js";

const DIGITS = 4; // of the value of a pixel
const FARTHEST = 32; // times as large as the whole

export class MapWindow {
  // Of a frame, `{ size, box, x, y }`, with so many pixels across and up.
  constructor(frame, counts) {
    this.frame = frame;
    this.counts = counts;
    this.part = [0, 0, 1]; // left, bottom and size, as shares of the whole
  }

  get isWhole() {
    return this.part[2] === 1;
  }

  // The pixel in which a share of a side lies.
  indexOf(side, share) {
    return clamp(Math.floor(share * this.counts[side]), 0, this.counts[side] - 1);
  }

  // The share of a side at which the middle of a pixel lies.
  shareOf(side, index) {
    return (index + 0.5) / this.counts[side];
  }

  // The box of the pixels in px, in an element of this width.
  boxIn(width) {
    return this.frame.box.map(length => (length * width) / this.frame.size[0]);
  }

  // The pixel at a place of an element, or null beside the box.
  pixelAt(element, { clientX, clientY }) {
    const { left, top, width } = element.getBoundingClientRect();
    const [x, y, across, up] = this.boxIn(width);
    const shares = [(clientX - left - x) / across, 1 - (clientY - top - y) / up];
    if (Math.min(...shares) < 0 || Math.max(...shares) >= 1) return null;
    return shares.map((share, side) => this.indexOf(side, this.part[side] + share * this.part[2]));
  }

  // Where the middle of a pixel is in px, in an element of this width; null out of sight.
  placeOf(pixel, elementWidth) {
    const [left, top, width, height] = this.boxIn(elementWidth);
    const [x, y] = pixel.map((index, side) => (this.shareOf(side, index) - this.part[side]) / this.part[2]);
    return Math.min(x, y) < 0 || Math.max(x, y) > 1 ? null : [left + width * x, top + height * (1 - y)];
  }

  // Zooms by a factor, 0 for the whole, about a pixel.
  zoom(factor, pixel) {
    const size = factor ? clamp(this.part[2] / factor, 1 / FARTHEST, 1) : 1;
    this.look(...pixel.map((index, side) => this.shareOf(side, index) - size / 2), size);
  }

  // Moves no farther than it has to for a pixel to be seen.
  follow(pixel) {
    const [left, bottom, size] = this.part;
    const shares = pixel.map((index, side) => this.shareOf(side, index));
    this.look(...[left, bottom].map((start, side) => clamp(start, shares[side] - size, shares[side])), size);
  }

  // Moves from a part by so many px, in an element of this width.
  drag([left, bottom, size], [x, y], elementWidth) {
    const [, , width, height] = this.boxIn(elementWidth);
    this.look(left - (x / width) * size, bottom + (y / height) * size, size);
  }

  look(left, bottom, size) {
    this.part = [clamp(left, 0, 1 - size), clamp(bottom, 0, 1 - size), size];
  }

  // The value at a share of a side.
  valueAt(side, share) {
    const { kind, low, high } = [this.frame.x, this.frame.y][side];
    return kind === "log" ? low * (high / low) ** share : low + (high - low) * share;
  }

  // The value of a pixel in words.
  told(side, index) {
    const value = this.valueAt(side, this.shareOf(side, index));
    const step = this.valueAt(side, 1 / this.counts[side]) - this.valueAt(side, 0);
    return inWords(Math.abs(value) < step / 1000 ? 0 : value, DIGITS); // no float is an exact 0 there
  }

  // What is seen of the scale of a side.
  scaleOf(side) {
    const { label, kind } = [this.frame.x, this.frame.y][side];
    const start = this.part[side];
    return { label, kind, low: this.valueAt(side, start), high: this.valueAt(side, start + this.part[2]) };
  }
}
