/* What may go wrong in the preview without harm. */

// What some work gives; null where it fails, which only the console hears of.
export const attempt = work => {
  try {
    return work();
  } catch (error) {
    console.warn("preview:", error);
    return null;
  }
};
