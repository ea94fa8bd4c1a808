"""Common commands of LaTeX: what an author may have meant by a command that is unknown."""

from difflib import get_close_matches

_COMMON = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma
tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega frac dfrac
tfrac sqrt sum prod int iint oint lim limsup liminf max min sup inf argmin argmax log ln exp sin cos tan
sinh cosh tanh arcsin arccos arctan det dim ker deg gcd Pr infty partial nabla forall exists emptyset cdot
times div pm mp circ ast star oplus otimes cup cap setminus wedge vee bigcup bigcap bigoplus bigotimes leq
geq neq approx equiv sim simeq cong propto ll gg subset supset subseteq supseteq in notin ni mid parallel
perp prec succ models vdash to gets mapsto rightarrow leftarrow Rightarrow Leftarrow leftrightarrow
Leftrightarrow longrightarrow Longrightarrow implies iff uparrow downarrow hookrightarrow xrightarrow ldots
cdots vdots ddots dots quad qquad hspace text textbf textit textrm mathrm mathbf mathbb mathcal mathfrak
mathsf mathtt mathit mathscr boldsymbol operatorname left right middle big Big bigg Bigg begin end langle
rangle lfloor rfloor lceil rceil lvert rvert lVert rVert hat bar tilde vec dot ddot widehat widetilde
overline underline overbrace underbrace overset underset stackrel binom displaystyle textstyle limits
nolimits substack label tag notag eqref ref color textcolor boxed cancel phantom prime ell hbar Re Im aleph
angle triangle therefore because newcommand renewcommand def DeclareMathOperator
"""
_ALIKE = 0.75


def suggest_command(name: str) -> str:
    """What to do about an unknown command, named without its backslash."""
    if close := get_close_matches(name, _COMMON.split(), n=1, cutoff=_ALIKE):
        return f"did you mean `\\{close[0]}`?"
    return f"define it under `macros:`, such as `{name}: …`"
