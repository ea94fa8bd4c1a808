/* What moves one variable of a game: a slider, and buttons that go on while they are held down. */

import { clamp } from "./numbers.js";

const DECIMALS = 2; // of every value that a knob stops at
const HOLD_MS = 400; // before a button that is held down repeats
const REPEAT_MS = 70;

// The closest value that a knob stops at: the same as in klsim/figures/match/law.py.
export const nearestStop = ({ low, high, fine }, value) => {
  const steps = Math.round((clamp(value, low, high) - low) / fine);
  return +(low + steps * fine).toFixed(DECIMALS);
};

// Acts on a click, and again and again while the button is held down: then `act` is told that it goes on.
const onPress = (button, act) => {
  let timer;
  let hasRepeated = false;
  const repeat = () => {
    act(hasRepeated);
    hasRepeated = true;
    timer = setTimeout(repeat, REPEAT_MS);
  };
  button.addEventListener("pointerdown", event => {
    hasRepeated = false;
    if (event.button === 0) timer = setTimeout(repeat, HOLD_MS);
  });
  for (const end of ["click", "pointerup", "pointerleave", "pointercancel"]) {
    button.addEventListener(end, () => clearTimeout(timer));
  }
  button.addEventListener("click", () => { // by key, by touch, or the end of a press
    if (!hasRepeated) act(false);
    hasRepeated = false;
  });
};

export class Knob {
  // `turn` is called with each new value, and whether it is still the same move; `valueOf` gives the present one.
  constructor(element, settings, valueOf, turn) {
    this.element = element;
    const turnTo = (value, goesOn) => turn(nearestStop(settings, value), goesOn);
    let isPulled = false;
    this.slider = element.querySelector("input");
    this.slider.addEventListener("input", () => {
      turnTo(+this.slider.value, isPulled);
      isPulled = true;
    });
    this.slider.addEventListener("change", () => { isPulled = false; });
    for (const button of element.querySelectorAll("button")) {
      onPress(button, goesOn => turnTo(valueOf() + +button.dataset.by, goesOn));
    }
  }

  show(value, text) {
    this.slider.value = value;
    this.slider.setAttribute("aria-valuetext", text);
    this.element.querySelector("strong").textContent = text;
  }
}
