"""Saying how a proof came out."""

from __future__ import annotations

from nb2pkg.cli.say import tell, tell_json
from nb2pkg.verify.verdict import Difference, Outcome, Verdict

#: More differences than that, or longer ones, say nothing new.
MOST, LONGEST = 20, 240
_COLORS = {Outcome.EQUAL: "green", Outcome.DIFFERENT: "yellow", Outcome.NOT_JUDGED: "red"}
_PLURALS = {
    **{"line": "printed lines", "shown": "shown values", "figure": "figures", "optimizer": "optimizers"},
    **{"weights": "trained models", "model": "", "metrics": "measurements", "value": "variables", "file": "files"},
    "again": "files written again by predict",
}


def say_verdict(verdict: Verdict, tolerance: float) -> None:
    """Say it to a person."""
    name = verdict.outcome.name.lower().replace("_", " ")
    tell(f"{name}: {verdict.why}" if verdict.why else name, color=_COLORS[verdict.outcome])
    for one in verdict.differences[:MOST]:
        for line in _lines(one):
            tell(f"  {line}")
    if len(verdict.differences) > MOST:
        tell(f"  and {len(verdict.differences) - MOST} more (--json lists them all)")
    counts = [f"{count} {_PLURALS[kind]}" for kind, count in verdict.compared.items() if _PLURALS.get(kind)]
    if counts:
        tell(f"compared: {', '.join(counts)}; numbers within {tolerance:g} of the larger")
    if verdict.fast:
        tell(f"fast: both ran with {' '.join(f'{flag}={value}' for flag, value in verdict.fast.items())}")
    _say_some("not compared, for it differs between two runs of the notebook itself", verdict.unstable)
    _say_some("drawn by chance for explore to look at", verdict.samples)
    _say_some("the notebook shows and the package does not", verdict.unsaid)
    _say_some("not compared, for no stage of the package has it", verdict.unseen)


def _say_some(title: str, texts: tuple[str, ...]) -> None:
    if texts:
        some = "; ".join(_short(text, 60) for text in texts[:8])
        tell(f"{title} ({len(texts)}): {some}{', ...' if len(texts) > 8 else ''}")


def _lines(one: Difference) -> list[str]:
    named = f"{one.kind} {one.what}" if one.what else one.kind
    where = [f"cell {one.cell}"] if one.cell >= 0 else []
    where += [f"in {one.command}"] if one.command else ["in no command"]
    chance = ", by random numbers that the notebook does not seed" if one.random else ""
    lines = [f"{named} ({', '.join(where)}{chance})"]
    if one.notebook:
        lines.append(f"  notebook: {_short(one.notebook)}")
    lines.append(f"  package:  {_short(one.package)}" if one.package else "  package:  nothing of the kind")
    return lines


def _short(text: str, longest: int = LONGEST) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else f"{plain[:longest]}..."


def tell_verdict(verdict: Verdict, tolerance: float) -> None:
    """Say it to a program."""
    tell_json(
        {
            "outcome": verdict.outcome.name.lower(),
            "why": verdict.why,
            "differences": [
                {
                    "kind": one.kind,
                    "what": one.what,
                    "command": one.command or None,
                    "cell": one.cell if one.cell >= 0 else None,
                    "notebook": one.notebook,
                    "package": one.package,
                    "random": one.random,
                }
                for one in verdict.differences
            ],
            "compared": dict(verdict.compared),
            "unstable": list(verdict.unstable),
            "samples": list(verdict.samples),
            "unseen": list(verdict.unseen),
            "unsaid": list(verdict.unsaid),
            "fast": dict(verdict.fast),
            "tolerance": tolerance,
            "seconds": dict(verdict.seconds),
        }
    )
