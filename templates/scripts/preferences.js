/* What a reader or a device asks for: less motion, dark colours, a narrow screen, paper. */

export const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
export const darkScheme = matchMedia("(prefers-color-scheme: dark)");
export const narrow = matchMedia("screen and (max-width: 40rem)"); // panels and images are others there
export const fitted = panel => narrow.matches ? { ...panel, ...panel.narrow } : panel; // as it is on this screen
export const paper = matchMedia("print");
