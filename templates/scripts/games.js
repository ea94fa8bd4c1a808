/* Makes the games of a page. */

import { join } from "./address.js";
import { Game } from "./game.js";
import { onStart } from "./start.js";

onStart(() => {
  for (const element of document.querySelectorAll("figure.match")) join(element.id, new Game(element));
});
