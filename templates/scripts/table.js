/* The numbers of the present run as a table, while somebody looks at it. */

import { formatNumber } from "./numbers.js";

const rowOf = (readouts, series, iteration) => {
  const cells = readouts.map(({ series: name, decimals }, n) => {
    const text = formatNumber(series[name](iteration), decimals);
    return n ? `<td>${text}` : `<th scope="row">${text}`;
  });
  return `<tr>${cells.join("")}`;
};

// Fills in the table of a figure if it is to be seen.
export const updateTable = ({ view, element, panes: [{ run, series }] }) => {
  if (!element.querySelector(".to-numbers").checked) return;
  const rows = Array.from({ length: run.last + 1 }, (_, iteration) => rowOf(view.readouts, series, iteration));
  element.querySelector(".numbers tbody").innerHTML = rows.join(""); // numbers only; thousands of rows come at once
};
