/* Numbers: how readouts write them, and how they are kept within bounds. */

const MOST_DIGITS = 8; // before a number is written with an exponent

export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

const formatSize = (size, decimals) => {
  if (size === Infinity) return "∞";
  if (Number.isNaN(size)) return "–"; // missing
  return size < 10 ** (MOST_DIGITS - decimals) ? size.toFixed(decimals) : size.toExponential(2).replace("+", "");
};

// A number with so many decimals, or like 1.23e5 where it is large. The same rule as klsim/scene/numbers.py.
export const formatNumber = (value, decimals) => {
  const size = Math.abs(value);
  const text = formatSize(size, decimals);
  const isZero = !/[1-9∞]/.test(text.split("e")[0]);
  return value < 0 && !isZero ? "−" + text : text;
};

// A number in at most so many digits, with a true minus.
export const inWords = (number, digits = 6) => `${+number.toPrecision(digits)}`.replace("-", "−");
