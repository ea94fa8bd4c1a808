"""Hosts that refuse whatever stands within pages or comes from elsewhere, and pages of others that show figures."""

from pathlib import Path

from tests.browser.pages import Quiet

POLICY = "default-src 'self'"
VIOLATIONS = """self.violations = [];
addEventListener("securitypolicyviolation", event =>
  self.violations.push([event.violatedDirective, event.blockedURI, event.sample, event.lineNumber].join(" ")));"""


class Strict(Quiet):
    """Sends every file with the policy, and the site's own page for what is not there, under `/sub`."""

    def end_headers(self) -> None:
        """End the headers with the policy."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def send_error(self, code: int, *_: object) -> None:  # type: ignore[override]
        """Answer with the page for what is not there."""
        page = (Path(self.directory) / "sub" / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page)


def other_site(allowed: str) -> type[Quiet]:
    """A site of someone else's, whose pages may show frames, scripts and pictures of one other site alone."""

    class Other(Quiet):
        """Sends every file with the policy."""

        def end_headers(self) -> None:
            """End the headers with the policy."""
            more = "; ".join(f"{kind}-src 'self' {allowed}" for kind in ("frame", "script", "img"))
            self.send_header("Content-Security-Policy", f"{POLICY}; {more}")
            self.send_header("Referrer-Policy", "no-referrer")
            super().end_headers()

    return Other
