/* The landscape of a divergence from a normal law p over all means and variances of q, ring by ring. With E(r) =
   r − 1 − ln r, m and v of q, and M and V of p,

     2 KL(q, p) = E(v/V) + (m − M)²/V        2 KL(p, q) = E(V/v) + (m − M)²/v

   so on the ring of one height, at an angle, E has the share sin² of twice the height, and the other term cos². */

const CORNERS = 120;
const HALVINGS = 48; // of where a logarithm may be

// The u > 0 or u < 0 at which E(exp u) has a size, for that grows on both sides of 0.
const logRatioOf = (size, isAbove) => {
  let near = 0;
  let far = isAbove ? Math.log(2 * size + 2) : -1 - size;
  for (let n = 0; n < HALVINGS; n++) {
    const middle = (near + far) / 2;
    if (Math.expm1(middle) - middle < size) near = middle;
    else far = middle;
  }
  return near;
};

// The places [m, v] of q at which a divergence has a height, all around p.
export const ringAround = ({ means: [mean], variances: [variance] }, measure, height) =>
  Array.from({ length: CORNERS }, (_, n) => {
    const angle = (2 * Math.PI * n) / CORNERS;
    const ratio = Math.exp(logRatioOf(2 * height * Math.sin(angle) ** 2, Math.sin(angle) > 0));
    const v = measure === "kl_qp" ? variance * ratio : variance / ratio;
    const unit = measure === "kl_qp" ? variance : v;
    return [mean + Math.sqrt(2 * height * unit) * Math.cos(angle), v];
  });
