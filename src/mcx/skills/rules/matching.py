"""How near a text comes to a label: words first, then shared runs of three letters."""

# Below this likeness a label is another thing, not a misspelling: nothing is suggested rather than guessed.
LEAST = 0.34
PROBE = 4
LONGEST_TERM = 500


def probes(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """For a folded text, the beginnings that a near label has all of, and the beginnings and ends of which
    even a misspelt one has some.
    """
    words = tuple(dict.fromkeys(text.split()))[:8]
    telling = [word for word in words if len(word) >= PROBE] or words
    some = dict.fromkeys(end for word in telling for end in (word[:PROBE], word[-PROBE:]))
    return tuple(word[:PROBE] for word in words), tuple(some)


def similarity(text: str, label: str) -> float:
    """How alike two folded texts are, 0 to 1: 1 when equal, over one half when every word of the text
    begins a word of the label, else the share of three-letter runs they have in common (Dice).
    """
    if text == label:
        return 1.0
    if not text or not label:
        return 0.0
    words, found = text.split(), label.split()
    if all(any(each.startswith(word) for each in found) for word in words):
        return 0.55 + 0.4 * min(1.0, len(text) / len(label))
    ours, theirs = _runs(text), _runs(label)
    return 0.9 * 2 * len(ours & theirs) / (len(ours) + len(theirs))


def _runs(text: str) -> set[str]:
    padded = [f"  {word} " for word in text.split()]
    return {word[i : i + 3] for word in padded for i in range(len(word) - 2)}
