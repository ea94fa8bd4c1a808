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

// The record of a run, which has a file of its own, or a place in one of many: of these some are here.
const recordOf = (path, index) => {
  const element = document.querySelector(`script[data-file="${CSS.escape(path)}"]`);
  const content = element && JSON.parse(element.textContent);
  return content?.runs ? content.runs[element.dataset.runs.split(" ").indexOf(`${index}`)] : content;
};

const records = new Map(); // by path and place, the series of a run

Object.assign(files, {
  address: path => find(path)?.(),

  numbersOf({ id, series }, { data, index }) {
    const key = `${id}/${data}#${index}`;
    if (!records.has(key)) {
      const record = recordOf(`${id}/${data}`, index);
      records.set(key, record && series.map(name => record[name].flat()));
    }
    return records.get(key) ?? undefined;
  },

  notLoaded: "This run is not in this file: the page on the web has it. ",
  pageAddress: () => document.querySelector("link[rel=canonical]").href + location.hash,
});
