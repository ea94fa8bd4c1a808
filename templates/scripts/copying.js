/* Copying: the address of what a figure shows, and other texts. */

import { updateAddress } from "./address.js";
import { files } from "./extensions.js";

const DONE_MS = 2000; // for which the button shows that it has done its work

// Copies a text. Where that is refused, a field has it, to be copied by hand. Comes true if it was copied.
export const copyText = async (text, field) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field.hidden = false;
    field.value = text;
    field.select();
    field.scrollIntoView({ block: "nearest" });
    return false;
  }
};

export const copyAddress = async (figure, button) => {
  updateAddress(figure.view.id);
  if (!await copyText(files.pageAddress(), figure.find(".link"))) return;
  figure.announce("Link copied");
  button.classList.add("done");
  setTimeout(() => button.classList.remove("done"), DONE_MS);
};
