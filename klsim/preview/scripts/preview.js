/* Keeps an open page in step with the files it is made from. The preview adds this to the pages that it sends; it is in
   no file of the site. Prose that changed is exchanged in place, so that figures and games stay as they are; anything
   else reloads the page, which then finds its place and the states of its figures again. */

import { styleMarks } from "./marks.js";
import { showMistakes, showProgress } from "./overlay.js";
import { restorePlace } from "./reloading.js";
import { updateTo } from "./updating.js";

const { path } = document.currentScript.dataset;

const onNews = ({ troubles, traceback, underway, ...version }) => {
  showMistakes(troubles, traceback);
  showProgress(underway);
  updateTo(version);
};

// A page out of sight does not listen: browsers allow few connections at once.
let source = null;
const listen = () => {
  source?.close();
  source = document.hidden ? null : new EventSource(`/_preview/events?path=${encodeURIComponent(path)}`);
  if (source) source.onmessage = event => onNews(JSON.parse(event.data));
};

styleMarks();
document.addEventListener("DOMContentLoaded", restorePlace);
document.addEventListener("visibilitychange", listen);
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", event => { if (event.persisted) listen(); });
listen();
