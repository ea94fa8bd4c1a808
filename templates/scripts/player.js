/* Plays a figure: takes it through the iterations of its run in time with a clock. */

import { updateAddressSoon } from "./address.js";

const ITERATIONS_PER_SECOND = 30; // at speed 1
const LEAST_SECONDS = 5; // that a run takes, so that a few long strides can be followed

export class Player {
  constructor(figure) {
    this.figure = figure;
    this.isPlaying = false;
    this.isSeen = true; // until the page hears otherwise
    this.speed = 1;
  }

  // Plays from where the figure is, or from the start if that is the end.
  play() {
    const { figure } = this;
    if (figure.iteration >= figure.end) figure.show(0);
    this.setPlaying(true);
    this.reached = figure.iteration; // fractions count as well
    this.previous = undefined; // the first frame only tells the time: it may be older than the click
    cancelAnimationFrame(this.request);
    this.requestFrame();
  }

  requestFrame() {
    this.request = requestAnimationFrame(now => this.step(now));
  }

  step(now) {
    if (!this.isPlaying) return;
    const { figure } = this;
    this.advance(now);
    const iteration = Math.min(Math.floor(this.reached), figure.end);
    if (iteration !== figure.iteration) figure.show(iteration);
    if (iteration >= figure.end) this.pause();
    else this.requestFrame();
  }

  // Goes on by the time since the last frame; where nobody looks, time does not count.
  advance(now) {
    const elapsed = Math.max(now - (this.previous ?? now), 0) / 1000;
    this.previous = now;
    if (!(this.isSeen || this.figure.echo?.isSeen) || document.hidden) return;
    const rate = Math.min(ITERATIONS_PER_SECOND, this.figure.end / LEAST_SECONDS);
    this.reached += elapsed * rate * this.speed;
  }

  // Comes to rest; where the reader has a hand in it, the address tells where.
  pause() {
    this.stop();
    if (this.figure.isTouched) updateAddressSoon(this.figure.view.id);
  }

  stop() {
    this.setPlaying(false);
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  setPlaying(isPlaying) {
    const { element } = this.figure;
    this.isPlaying = isPlaying;
    element.classList.toggle("playing", isPlaying);
    element.querySelector(".play").setAttribute("aria-label", isPlaying ? "Pause" : "Play");
  }
}
