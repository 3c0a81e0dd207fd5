"""What a lesson says to an answer that does not hold."""

from detente.teaching import check

__all__ = ["hint_for"]


def hint_for(key: str, answer: object) -> str:
    """The hint that a wrong answer gets; fails if the answer holds."""
    verdict = check(key, answer)
    assert not verdict
    return verdict.message
