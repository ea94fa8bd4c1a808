/* What the preview shows over the lower end of the page: how far a build is, and below that mistakes, until they are
   mended or put aside. */

const STYLE = `
  :host { all: initial }
  div {
    position: fixed; z-index: 2147483647; inset: auto 0 0 0; display: flex; flex-direction: column;
    pointer-events: none; font: 15px/1.5 ui-monospace, Menlo, Consolas, monospace;
  }
  section {
    box-sizing: border-box; max-height: 60vh; overflow: auto; padding: 1rem 1.25rem 1.25rem; pointer-events: auto;
    background: #2b0f0f; color: #fff; border-top: 4px solid #ff7a6b; box-shadow: 0 -4px 30px #0006;
  }
  h2 { margin: 0 0 .5rem; font: 600 16px/1.4 system-ui, sans-serif }
  ul { margin: 0; padding: 0; list-style: none }
  li { margin: .35rem 0; overflow-wrap: anywhere }
  li b { color: #ffc4b8 }
  pre { margin: 1rem 0 0; font: inherit; font-size: 13px; color: #ddd; white-space: pre-wrap }
  button {
    float: right; font: 14px system-ui, sans-serif; padding: .3rem .8rem; color: inherit; background: #0000;
    border: 1px solid #fff8; border-radius: 4px; cursor: pointer;
  }
  button:focus-visible { outline: 2px solid #fff; outline-offset: 2px }
  p {
    align-self: flex-end; margin: 0 1rem 1rem; padding: .4rem .9rem; border-radius: 1rem; background: #222; color: #fff;
    opacity: 0; animation: come 0s .6s forwards;
  }
  @keyframes come { to { opacity: 1 } }
  [hidden] { display: none }`;

const host = document.createElement("div");
const root = host.attachShadow({ mode: "open" }); // out of reach of the style sheet of the site
root.innerHTML = `<style>${STYLE}</style>
  <div><p role="status" hidden></p><section role="alert" hidden></section></div>`;
document.body.append(host);

const alarm = root.querySelector("section");
const status = root.querySelector("p");

const add = (parent, tag, text) =>
  parent.appendChild(Object.assign(document.createElement(tag), { textContent: text }));

// A mistake as `file:line: text`, its place set off.
const addMistake = (list, line) => {
  const [, place, text] = /^(\S+:\d+:)?(.*)$/s.exec(line);
  const item = add(list, "li", "");
  if (place) add(item, "b", place);
  item.append(text);
};

let told = ""; // what the overlay was last about: what has been put aside stays so until there is something new

export const showMistakes = (mistakes, traceback) => {
  const now = JSON.stringify([mistakes, traceback]);
  if (now === told) return;
  told = now;
  alarm.replaceChildren();
  alarm.hidden = !mistakes.length;
  if (alarm.hidden) return;
  add(alarm, "button", "Put aside").addEventListener("click", () => { alarm.hidden = true; });
  add(alarm, "h2", `${mistakes.length} mistake${mistakes.length === 1 ? "" : "s"}; the page is the last good one`);
  const list = add(alarm, "ul", "");
  for (const line of mistakes) addMistake(list, line);
  if (traceback) add(alarm, "pre", traceback);
};

// How far a build is, if one is under way.
export const showProgress = progress => {
  status.hidden = !progress;
  if (progress) {
    const what = progress.is_drawing ? "Drawing GIFs" : "Building";
    status.textContent = `${what}: ${progress.done} of ${progress.total} tasks`;
  }
};
