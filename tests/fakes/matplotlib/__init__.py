"""A stand-in for matplotlib."""


def use(backend: str) -> None:
    """Nothing is drawn anyway."""
