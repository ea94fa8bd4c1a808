/* The maps of a figure's runs. The run under the pointer or the focus is told in words; arrow keys move the focus,
   else the present run, which the figure marks with `aria-pressed`, is the tab stop. */
self.klsimDrawing.addresses.populate(() => document.querySelectorAll(".overview").forEach(overview => {
  const find = selector => overview.querySelector(selector);
  const cells = [...overview.querySelectorAll("button")], maps = [...overview.querySelectorAll(".map")];
  const follows = maps.some(map => map.hidden);

  const settle = ({ type }) => {
    const present = find("[aria-pressed=true]"), stop = find("button:focus") || present;
    if (follows) for (const map of maps) map.hidden = !map.contains(present);
    for (const cell of cells) cell.tabIndex = cell === stop ? 0 : -1;
    find(".told").textContent = (type === "pointerover" && find("button:hover") || stop).ariaLabel;
  };

  // Rows and columns go on from map to map, and pass over runs that are not there.
  const walk = event => {
    const { key, target } = event, place = ({ parentElement: cell }) => /Up|Down/.test(key) ? cell.cellIndex : cell.parentElement.rowIndex;
    const line = cells.filter(cell => cell.offsetParent && place(cell) === place(target)), n = line.indexOf(target);
    const goal = { ArrowLeft: n - 1, ArrowUp: n - 1, ArrowRight: n + 1, ArrowDown: n + 1, Home: 0, End: line.length - 1 }[key];
    if (goal === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    line[goal]?.focus();
  };

  for (const type of ["pointerover", "pointerleave", "focusin", "focusout"]) overview.addEventListener(type, settle);
  overview.addEventListener("keydown", walk);
  new MutationObserver(settle).observe(overview, { subtree: true, attributeFilter: ["aria-pressed"] });
  settle({});

  // A map that is wider than the screen can be scrolled by keys.
  const observer = new ResizeObserver(() => { for (const map of maps) map.tabIndex = map.scrollWidth > map.clientWidth ? 0 : -1; });
  for (const map of maps) observer.observe(map);
}));
