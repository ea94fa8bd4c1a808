/* Makes the figures of a page, and gives chunks of numbers to those that they are for. */

import { join } from "./address.js";
import { tables } from "./extensions.js";
import { Figure } from "./figure.js";
import { onStart } from "./start.js";

const figures = new Map();

onStart(() => {
  for (const element of document.querySelectorAll("figure.simulation:not(.match)")) {
    const figure = new Figure(element);
    figures.set(element.id, figure);
    join(element.id, figure);
  }
});

self.klsim = {
  push: ([id, numbers, table]) => {
    const figure = figures.get(id);
    if (table) tables.get(figure)(table);
    else figure.loader.receive(numbers);
  },
};
