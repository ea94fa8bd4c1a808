/* Plays a figure: takes it through the iterations of its run in time with a clock, the same that its films have. What
   these leave out is left out here too, and told. */

import { updateAddressSoon } from "./address.js";
import { leapsOf } from "./selection.js";

const TOLD_SECONDS = 1; // how long it is told that something was left out

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
    if (figure.iteration >= figure.last) figure.show(0);
    this.setPlaying(true);
    this.reached = figure.iteration; // fractions count as well
    this.wait = 0; // seconds, before it goes on
    this.leaps = leapsOf(figure.chosen);
    this.previous = undefined; // the first frame only tells the time: it may be older than the click
    cancelAnimationFrame(this.request);
    this.requestFrame();
  }

  requestFrame() {
    this.request = requestAnimationFrame(now => this.step(now));
  }

  step(now) {
    if (!this.isPlaying) return;
    this.advance(now);
    if (!this.wait) this.show();
    if (!this.wait && this.figure.iteration >= this.figure.last) this.pause();
    else this.requestFrame();
  }

  // Shows where it has come to, or what is behind a stretch that is left out.
  show() {
    const { figure } = this;
    const reached = Math.min(Math.floor(this.reached), figure.last);
    const leap = this.leaps.find(([from, to]) => from <= reached && to >= figure.iteration);
    if (leap) {
      const landing = leap[1] + 1;
      this.reached = landing;
      this.wait = TOLD_SECONDS;
      figure.show(landing, `${landing - figure.iteration} iterations later. `);
    } else if (reached !== figure.iteration || this.isTelling) {
      figure.show(reached);
    }
    this.isTelling = Boolean(leap);
  }

  // Goes on by the time since the last frame; where nobody looks, time does not count.
  advance(now) {
    const elapsed = Math.max(now - (this.previous ?? now), 0) / 1000;
    this.previous = now;
    if (!(this.isSeen || this.figure.echo?.isSeen) || document.hidden) return;
    if (this.wait) this.wait = Math.max(this.wait - elapsed, 0);
    else this.reached += elapsed * this.figure.view.pace * this.speed;
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
