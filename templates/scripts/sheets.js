/* Pictures that were drawn when the page was built, one for each iteration shown: parts of larger images, sheets, which
   are loaded when a figure comes to them, and the next one before it does. */

import { files, morePainters, paneParts } from "./extensions.js";

// The number of the last picture up to an iteration.
const pictureAt = ({ pictures }, iteration) => Math.max(pictures.findLastIndex(shown => shown <= iteration), 0);

// Where a picture is: the number of its sheet, and its box there in px.
const placeOf = ({ width, height, columns, rows }, picture) => {
  const n = picture % (columns * rows);
  return [
    Math.floor(picture / (columns * rows)),
    [(n % columns) * width, Math.floor(n / columns) * height, width, height],
  ];
};

class Sheets {
  constructor(pane) {
    this.pane = pane;
    this.images = new Map(); // by file
  }

  setRun(run) {
    this.run = run;
    this.last = null; // stays while the next one is loading
    if (run.sheets) this.pane.series.picture = iteration => this.find(iteration);
  }

  tell() {}

  // The picture at an iteration, or the last one that was here.
  find(iteration) {
    const { run, pane } = this;
    const [sheet, box] = placeOf(pane.view.sheet, pictureAt(run, iteration));
    const image = this.load(run.sheets[sheet]);
    if (run.sheets[sheet + 1]) this.load(run.sheets[sheet + 1]);
    if (image.complete && image.naturalWidth) this.last = { image, box };
    return this.last;
  }

  // Loads a sheet once, and shows it when it is here.
  load(file) {
    const { pane } = this;
    if (!this.images.has(file)) {
      const image = new Image();
      image.onload = () => pane.paint();
      image.src = files.address(`${pane.view.id}/${file}`);
      this.images.set(file, image);
    }
    return this.images.get(file);
  }
}

morePainters.raster = (surface, panel, mark, { value }) => {
  const picture = value("picture");
  if (picture) surface.image(picture.image, picture.box);
};

paneParts.push(pane => (pane.view.sheet ? new Sheets(pane) : { setRun() {}, tell() {} }));
