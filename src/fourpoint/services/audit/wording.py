"""Says in a sentence what an entry of the trail says in codes. Pure words: names are looked up elsewhere."""

IRREGULAR = {
    "begin": "began",
    "bring": "brought",
    "found": "founded",
    "freeze": "froze",
    "give": "gave",
    "hold": "held",
    "let": "let",
    "make": "made",
    "read": "read",
    "send": "sent",
    "set": "set",
    "submit": "submitted",
    "take": "took",
    "tell": "told",
    "withdraw": "withdrew",
    "write": "wrote",
}
VOWELS = "aeiou"


def past(verb: str) -> str:
    """Return the past tense of a regular verb, or of one that the system uses."""
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return f"{verb[:-1]}ied"
    # One syllable that ends in one vowel and one consonant: stop, plan.
    vowels = sum(letter in VOWELS for letter in verb)
    if len(verb) in (3, 4) and vowels == 1 and verb[-1] not in f"{VOWELS}wxy" and verb[-2] in VOWELS:
        return f"{verb}{verb[-1]}ed"
    return f"{verb}ed"


def kind_words(kind: str) -> str:
    """Return a kind of object as words: "second-factor" is "second factor"."""
    return kind.replace("-", " ").replace("_", " ").replace(".", " ")


def object_words(kind: str, object_id: str, title: str | None) -> str:
    """Return how an object is called: by its title where the reader may see it, else by kind and number."""
    if title:
        return f"the {kind_words(kind)} “{title}”"
    return f"{kind_words(kind)} {object_id}".strip()


def change_words(action: str, called: str) -> str:
    """Return what an action did to an object called so: "agreement.sign" is "signed the agreement ..."."""
    head, *rest = action.rpartition(".")[2].replace("_", "-").split("-")
    more = f" ({' '.join(rest)})" if rest else ""
    return f"{past(head)} {called}{more}" if head else called


def list_words(kind: str, facts: dict[str, object], words: str) -> str:
    """Return what a list or a search was, and how much it showed."""
    shown, total = facts.get("shown", 0), facts.get("total", 0)
    count = f"{shown} of {total}" if shown != total else f"{shown}"
    if words:
        return f"searched {plural(kind_words(kind))} for “{words}”: {count} shown"
    return f"read a list of {plural(kind_words(kind))}: {count} shown"


def plural(word: str) -> str:
    """Return the plural of a kind's word."""
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"
