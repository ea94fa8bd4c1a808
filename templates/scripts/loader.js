/* The numbers of runs: one run's stand in the page, the others' come in chunks, scripts that call `self.klsim.push`,
   for from a disk a page may load nothing but scripts. */

import { files } from "./extensions.js";
import { darkScheme, fitted } from "./preferences.js";

export class Loader {
  constructor(view) {
    this.view = view;
    // By the number of a run an array for each series; the page has those of the picture that it begins with.
    this.numbers = new Map(Object.entries(view.first).map(([n, numbers]) => [+n, numbers]));
    this.requests = []; // a promise for each chunk that was asked for
  }

  numbersOf(run) {
    const known = this.numbers.get(this.view.runs.indexOf(run)) ?? files.numbersOf(this.view, run);
    return known ?? (run.missing && this.view.series.map(() => [null]));
  }

  // Takes the numbers of a chunk, by the numbers of its runs.
  receive(chunk) {
    for (const [n, numbers] of Object.entries(chunk)) this.numbers.set(+n, numbers);
  }

  // Comes true when the numbers of the run are here. Fails where they do not come.
  async load(run) {
    if (!this.numbersOf(run)) await this.request(run.chunk);
  }

  // Loads a chunk once. One that did not come, or was some other page, is asked for again the next time.
  request(chunk) {
    this.requests[chunk] ??= new Promise((resolve, reject) => {
      if (!this.view.chunks[chunk]) return reject();
      const script = document.createElement("script");
      script.src = files.address(`${this.view.id}/${this.view.chunks[chunk]}`);
      script.onload = script.onerror = () => {
        if (this.isHere(chunk)) return resolve();
        script.remove();
        delete this.requests[chunk];
        return reject();
      };
      return document.head.append(script);
    });
    return this.requests[chunk];
  }

  isHere(chunk) {
    return this.view.runs.every((run, n) => run.chunk !== chunk || this.numbers.has(n));
  }

  // Loads what other runs need, one thing after another when there is time, so that a switch finds it; not what is
  // too much, which is loaded as it is asked for.
  async prefetch() {
    if (this.images) return;
    const { id, chunks, scenes, ahead } = this.view;
    const scheme = darkScheme.matches ? "dark" : "light";
    const sources = scenes.flat().map(panel => files.address(`${id}/${fitted(panel).backdrop[scheme]}`));
    this.images = sources.filter(Boolean).map(src => Object.assign(new Image(), { src }));
    if (!ahead) return;
    for (const chunk of chunks.keys()) {
      await new Promise(self.requestIdleCallback ?? setTimeout);
      await this.request(chunk).catch(() => {}); // told when a reader asks for it
    }
  }
}
