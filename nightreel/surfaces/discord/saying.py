"""Sentences that several layouts share."""

from nightreel.core.settings import RunSettings

_CREWS = {
    "open": "anybody acts",
    "host": "the host acts",
    "vote": "the crew votes",
    "rotation": "everybody in turn",
}


def played_by(settings: RunSettings) -> str:
    """Return in one line how a run is played."""
    clock = f"{span(settings.clock)} to act" if settings.clock else "no clock"
    told = [_CREWS[settings.crew], clock, pictures(settings), f"{settings.rating} rating"]
    if settings.auto:
        told.append(f"moves by itself after {span(settings.auto)}")
    if settings.cooldown:
        told.append(f"own words rest for {counted(settings.cooldown, 'turn')}")
    return " · ".join(told)


def pictures(settings: RunSettings) -> str:
    """Return what pictures there are."""
    if not settings.pictures:
        return "no pictures"
    return "pictures" if settings.quality == "full" else "quick pictures"


def span(seconds: int) -> str:
    """Return a span of time in its largest whole unit."""
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def hours(minutes: int) -> str:
    """Return a span of minutes as hours and minutes."""
    whole, rest = divmod(minutes, 60)
    return f"{whole} h {rest} min" if whole else f"{rest} min"


def counted(number: int, noun: str) -> str:
    """Return the number with the noun, in the plural where it belongs."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
