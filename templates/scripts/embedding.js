/* The button "Embed": it shows the HTML by which another page shows a figure or a game as it is now. */

import { copyText } from "./copying.js";

const PAGE = "embed.html";

export const offerSnippet = component => {
  const { element } = component;
  const button = element.querySelector(".embed");
  const box = element.querySelector(".snippet");
  if (!box) return; // templates of a site may do without
  const [field, copy, status] = ["textarea", "button", "span"].map(name => box.querySelector(name));

  const write = () => {
    const state = component.address.replaceAll("&", "&amp;");
    const text = field.defaultValue.replace(PAGE, `${PAGE}#${element.id}?${state}`);
    if (field.value !== text) field.value = text;
  };

  button.addEventListener("click", () => {
    box.hidden = !box.hidden;
    button.ariaExpanded = !box.hidden;
    status.textContent = "";
    write();
    field.select();
  });
  box.addEventListener("pointerenter", write);
  copy.addEventListener("click", async () => {
    write();
    if (await copyText(field.value, field)) status.textContent = "Copied";
  });
};
