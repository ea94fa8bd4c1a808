/* An article that is a single file: what its figures need stands in the page, each file in an element that has its
   path, records as text in scripts. Nothing is ever asked for from elsewhere. */

import { files } from "./extensions.js";

let kept; // by path, what gives the address of a file

const addressIn = element => {
  if (element.type !== "application/json") return () => element.textContent;
  let url;
  return () => (url ??= URL.createObjectURL(new Blob([element.textContent], { type: element.type })));
};

// Pictures change as runs are switched: their first addresses are kept. What stands within `noscript` is text here.
const collect = () => {
  const found = [...document.querySelectorAll("noscript")].map(({ textContent }) =>
    new DOMParser().parseFromString(textContent, "text/html"));
  kept = new Map();
  for (const root of [document, ...found]) {
    for (const element of root.querySelectorAll("[data-file]")) {
      const address = element.getAttribute("src") ?? element.getAttribute("srcset");
      kept.set(element.dataset.file, address ? () => address : addressIn(element));
    }
  }
};

const find = path => {
  if (!kept) collect();
  return kept.get(path);
};

const recordOf = path => {
  const element = document.querySelector(`script[data-file="${CSS.escape(path)}"]`);
  return element && JSON.parse(element.textContent);
};

const records = new Map(); // by path, the series of a run

Object.assign(files, {
  address: path => find(path)?.(),

  numbersOf({ id, series }, { data }) {
    const path = `${id}/${data}`;
    if (!records.has(path)) {
      const record = recordOf(path);
      records.set(path, record && series.map(name => record[name].flat()));
    }
    return records.get(path) ?? undefined;
  },

  notLoaded: "This run is not in this file: the page on the web has it. ",
  pageAddress: () => document.querySelector("link[rel=canonical]").href + location.hash,
});
