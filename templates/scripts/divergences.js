/* KL divergences, in nats: in closed form between two normal laws, else as sums over even samples. The same numbers
   as those of klsim/numerics/divergences.py and mixtures.py, but for the last digits. A law is `{ means, variances }`,
   an equally weighted mixture. */

const TERMS = 17; // of the series below: with t² ≤ 1/9 what is left out is below 1e-17 of the first

// v/V − 1 − ln(v/V) for variances v and V, without loss of digits where these are close: with x = (v − V)/V and
// t = x/(2 + x) it is x − ln(1 + x) = x·t − 2t³ (⅓ + t²/5 + t⁴/7 + …).
const logRatioExcess = (variance, target) => {
  const x = (variance - target) / target;
  if (x < -0.5 || x > 1) return x - 2 * Math.log(Math.sqrt(variance) / Math.sqrt(target));
  const t = x / (2 + x);
  let series = 0;
  for (let n = TERMS - 1; n >= 0; n--) series = series * t * t + 1 / (2 * n + 3);
  return x * t - 2 * t ** 3 * series;
};

// KL(q, p) of two normal laws.
export const klNormal = (q, p) => {
  const distance = (q.means[0] - p.means[0]) / Math.sqrt(p.variances[0]);
  return logRatioExcess(q.variances[0], p.variances[0]) / 2 + (distance / 2) * distance; // a square may be no float
};

const logMeanExp = logs => {
  const most = Math.max(...logs); // so that one of the exponentials is 1, and the logarithm finite
  const sum = logs.reduce((total, log) => total + Math.exp(log - most), 0);
  return most + Math.log(sum / logs.length);
};

// The logarithm of a density at x, finite however far out.
const logDensity = ({ means, variances }, x) => logMeanExp(means.map((mean, k) =>
  -Math.log(2 * Math.PI * variances[k]) / 2 - (x - mean) ** 2 / (2 * variances[k])));

// The same at each of so many evenly spaced places, from low to high.
export const logDensities = (law, { low, high, points }) =>
  Float64Array.from({ length: points }, (_, n) => logDensity(law, low + ((high - low) * n) / (points - 1)));

// Σ q (log q − log p) Δ
export const klSampled = (logQ, logP, { low, high, points }) => {
  const sum = logQ.reduce((total, log, n) => total + Math.exp(log) * (log - logP[n]), 0);
  return (sum * (high - low)) / (points - 1);
};
