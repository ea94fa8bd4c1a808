/* The button that copies the address of what a figure shows. */

import { updateAddress } from "./address.js";
import { files } from "./extensions.js";

const DONE_MS = 2000; // for which the button shows that it has done its work

// Where copying is refused, a field with the address to copy by hand.
const offer = field => {
  field.hidden = false;
  field.value = files.pageAddress();
  field.select();
  field.scrollIntoView({ block: "nearest" });
};

export const copyAddress = async (figure, button) => {
  updateAddress(figure.view.id);
  try {
    await navigator.clipboard.writeText(files.pageAddress());
  } catch {
    offer(figure.element.querySelector(".link"));
    return;
  }
  figure.announce("Link copied");
  button.classList.add("done");
  setTimeout(() => button.classList.remove("done"), DONE_MS);
};
