"""Hearing what builds say."""

from dataclasses import dataclass, field

from klsim.engine.progress import Silent


@dataclass
class Listener(Silent):
    """Who hears what is said."""

    said: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        """Keep it."""
        self.said.append(line)
