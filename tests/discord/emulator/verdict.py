"""What the bot did that Discord would not forgive, gathered while it runs."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Offence: TypeAlias = Literal["route", "silence", "description", "limit", "gateway", "emulator"]
"""An unknown route; an interaction left alone; a breach of the OpenAPI description, of a limit that
the description doesn't know, of the gateway's protocol; and a mistake of the emulator's own."""


@dataclass(frozen=True)
class Finding:
    offence: Offence
    text: str

    def __str__(self) -> str:
        return f"{self.offence}: {self.text}"


class Judge:
    """Keeps findings, and forgets what a test has meant to happen."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def find(self, offence: Offence, text: str) -> None:
        """Note an offence once, however often it is repeated."""
        finding = Finding(offence, text)
        if finding not in self.findings:
            self.findings.append(finding)

    def forgive(self, *offences: Offence) -> list[Finding]:
        """Forget findings (of these offences, or all) and return them."""
        kinds = offences or get_args(Offence)
        forgiven = [finding for finding in self.findings if finding.offence in kinds]
        self.findings = [finding for finding in self.findings if finding.offence not in kinds]
        return forgiven
