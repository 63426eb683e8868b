"""
Names as plain Latin letters: without case and accents, from Cyrillic, Greek and Arabic script by one letter table each.

Nobody's spelling is right here: two people who write one name from another script meet in the sound, not in the letter.
Letters of other scripts stay as they are, so such names are found as they are written.
"""

import re
import unicodedata

# After BGN/PCGN (Russian, Ukrainian, Serbian, Macedonian), ELOT 743 (Greek), and ALA-LC without its marks (Arabic, with
# letters of Persian and Urdu). Arabic writes few vowels: what is missing is missing here too.
_CYRILLIC = (
    "а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh "
    "щ shch ъ - ы y ь - э e ю yu я ya і i ї yi є ye ґ g ў u ђ dj ј j љ lj њ nj ћ c џ dz ѓ g ќ k ѕ dz"
)
_GREEK = "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o"
_ARABIC = (
    "ا a أ a إ i آ a ٱ a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z ع a غ gh ف f ق q ك k "
    "ل l م m ن n ه h ة a و u ي i ى a ء - ؤ u ئ i ـ - پ p چ ch ژ zh گ g ک k ی i ٹ t ڈ d ڑ r ں n ے e ہ h ھ h"
)
_LATIN = "ł l ø o đ d ð d þ th æ ae œ oe ı i ħ h ŧ t ŋ n ə a"
_SILENT = "'’‘ʼʻ`´.ʹʺ"


def _table() -> dict[int, str]:
    listed = " ".join((_CYRILLIC, _GREEK, _ARABIC, _LATIN)).split()
    table = {ord(letter): "" if said == "-" else said for letter, said in zip(listed[::2], listed[1::2], strict=True)}
    return table | dict.fromkeys(map(ord, _SILENT), "")


_TABLE = _table()
_GREEK_U = re.compile("ο[υύ]")
_WORD = re.compile(r"[^\W_]+")


def latin(text: str) -> str:
    """Return the text in lower case Latin letters, without accents, apostrophes and dots: "Łukasz" as lukasz."""
    # Letters whose mark makes another letter (й, ї) are looked up before the marks go.
    said = _GREEK_U.sub("ou", unicodedata.normalize("NFC", text.casefold())).translate(_TABLE)
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", said) if not unicodedata.combining(letter))
    return bare.casefold().translate(_TABLE)


def words(text: str) -> tuple[str, ...]:
    """Return the words of the text in that form, in their order; a hyphen parts words."""
    return tuple(_WORD.findall(latin(text)))
