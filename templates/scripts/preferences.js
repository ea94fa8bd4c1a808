/* What a reader or a device asks for: less motion, dark colours, paper. */

export const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
export const darkScheme = matchMedia("(prefers-color-scheme: dark)");
export const paper = matchMedia("print");
