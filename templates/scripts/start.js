/* When figures and games are made: once the text is on the screen, or is about to be printed. */

import { followFirstAddress, restore, states } from "./address.js";

const makers = [];
let hasStarted = false;

// Has something made then; makers are called in the order in which they came.
export const onStart = make => makers.push(make);

// Makes everything, once, and goes to where the address leads. Whoever wants to keep the states of figures over a
// reload, as the preview does, is told by an event how to.
export const start = () => {
  if (hasStarted || document.readyState === "loading") return;
  hasStarted = true;
  for (const make of makers) make();
  followFirstAddress();
  dispatchEvent(new CustomEvent("klsim:start", { detail: { states, restore } }));
};

// The text comes first: making many figures takes a while.
const startWhenPainted = () => {
  if (document.hidden || !PerformanceObserver.supportedEntryTypes.includes("paint")) return start();
  const observer = new PerformanceObserver(() => {
    observer.disconnect();
    start();
  });
  return observer.observe({ type: "paint", buffered: true });
};

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startWhenPainted);
else setTimeout(startWhenPainted); // when the whole script has run
addEventListener("beforeprint", start);
