/* Densities of equally weighted mixtures of normal laws, as curves. The same as in klsim/render/moving.py. */

import { clamp } from "./numbers.js";

// The density of a mixture at x.
export const densityAt = (x, means, variances) => {
  let sum = 0;
  for (let k = 0; k < means.length; k++) {
    const distance = x - means[k];
    const exponent = (-distance * distance) / (2 * variances[k]);
    sum += Math.exp(exponent) / Math.sqrt(2 * Math.PI * variances[k]);
  }
  return sum / means.length;
};

// Where a curve is evaluated: at so many even samples between the ends of a scale, and closer around each mean, so
// that a component narrower than the samples still shows.
export const densitySamples = ({ low, high }, means, variances, samples, strokes) => {
  const places = [];
  for (let n = 0; n < samples; n++) places.push(low + ((high - low) * n) / (samples - 1));
  means.forEach((mean, k) => {
    for (let n = 0; n < strokes.bell_samples; n++) {
      const deviations = strokes.bell_reach * ((2 * n) / (strokes.bell_samples - 1) - 1);
      places.push(clamp(mean + deviations * Math.sqrt(variances[k]), low, high));
    }
  });
  return places.sort((one, other) => one - other);
};
