"""When something was published or changed: a day, or an instant of it."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime

_DAY = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
_HOUR = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
_ZONE = r"(?P<zone>[Zz]|[+-]\d{2}(?::?\d{2})?)"
_WRITTEN = re.compile(rf"{_DAY}(?:(?:[Tt]| +){_HOUR} *{_ZONE}?)?", re.ASCII)


@dataclass(frozen=True)
class Moment:
    """A day or an instant, as ISO 8601 writes it: "2024-05-01" or "2024-05-01T18:30:00+02:00"."""

    text: str

    @property
    def has_hour(self) -> bool:
        """Whether it is an instant."""
        return "T" in self.text

    @property
    def day(self) -> date:
        """The day, where the author is."""
        return date.fromisoformat(self.text[:10])

    @property
    def instant(self) -> str:
        """The instant by RFC 3339; the beginning of a day in Greenwich where there is no hour."""
        return self.text if self.has_hour else f"{self.text}T00:00:00Z"

    @property
    def seconds(self) -> int:
        """Seconds since 1970."""
        return int(datetime.fromisoformat(self.instant).timestamp())

    def is_before(self, other: "Moment") -> bool:
        """Whether it is earlier; of a day and an instant of it neither is."""
        return self.seconds < other.seconds if self.has_hour and other.has_hour else self.day < other.day


@dataclass(frozen=True)
class Present:
    """The present, by which articles are due: seconds since 1970, and the day where the author is."""

    seconds: int
    day: date

    @classmethod
    def of_epoch(cls, seconds: int) -> "Present":
        """An instant, with the day of Greenwich. Raises ValueError, OverflowError or OSError for no such time."""
        return cls(seconds, datetime.fromtimestamp(seconds, UTC).date())

    def precedes(self, moment: Moment) -> bool:
        """Whether a moment is yet to come: a day begins where the author is."""
        return moment.seconds > self.seconds if moment.has_hour else moment.day > self.day


def parse_moment(text: str) -> tuple[Moment | None, str]:
    """The moment that a text says, or None and what to write instead."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None, "write year-month-day, such as 2024-05-01"
    year, month, number = (int(found[name]) for name in ("year", "month", "day"))
    year, month = max(year, 1), min(max(month, 1), 12)
    day = date(year, month, min(max(number, 1), monthrange(year, month)[1])).isoformat()
    if found["hour"] is None:
        return (Moment(day), "") if day == text else (None, f"perhaps {day}")
    clock = ":".join(f"{int(found[name] or 0):02}" for name in ("hour", "minute", "second"))
    if found["zone"] is None:
        return None, f"an hour needs a zone: write {day}T{clock}Z for Greenwich, or {day}T{clock}+02:00"
    moment = Moment(f"{day}T{clock}{_zone(found['zone'])}")
    try:
        datetime.fromisoformat(moment.text).timestamp()
    except (ValueError, OverflowError):
        return None, "hours are 00 to 23, minutes and seconds 00 to 59"
    return (moment, "") if text.startswith(day) else (None, f"perhaps {moment.text}")


def _zone(written: str) -> str:
    digits = written[1:].replace(":", "")
    return "Z" if not digits else f"{written[0]}{digits[:2]}:{digits[2:] or '00'}"


def is_early(moment: Moment | None, present: Present | None) -> bool:
    """Whether a moment is yet to come; where nothing is known of either, it is not."""
    return bool(moment and present and present.precedes(moment))
