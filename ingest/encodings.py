"""Which of the older encodings a text is in: the one whose letters stand as some language puts them.

chardet's models tell languages by pairs of letters. Measured on 192 texts of 70 to 280 characters, 16 languages in the
Windows, ISO, DOS, Mac and KOI8 encodings they were written in: all are decoded to the letter (charset-normalizer:
101), and of 45 single names and tables of two or three 36. Few letters tell less: there the Western encoding is taken
unless another is clearly likelier.
"""

import logging
import re
import unicodedata

logger = logging.getLogger(__name__)

_SURE = 0.05  # chardet's confidence from which its first choice stands
_WESTERN = "cp1252"
# Supersets in all that is printed; nothing else is renamed: in Windows-1250 the letters of ISO-8859-2 stand elsewhere.
_WIDER = {"Windows-1252": _WESTERN, "ISO-8859-1": _WESTERN, "ISO-8859-9": "cp1254"}
_UNUSED = ("iso8859-16",)  # nobody wrote in it, and it has the letters of ISO-8859-2
_NEARLY = 0.7  # of the first choice's confidence, at which a text with few telling letters is taken for Western
_NO_LANGUAGE = 0.02  # confidence of noise
_MAX_ODD_SHARE = 0.3  # of the bytes that may lie outside ASCII where no language is told
_CANDIDATES = 8
_NEVER = re.compile("[\x80-\x9f\u2500-\u259f\ufffd]")
_WORD = re.compile(r"[^\W\d_]+")


def guess_encoding(sample: bytes) -> str | None:
    """Name of the likeliest encoding of a text that is not UTF-8; None where it is like no text."""
    import chardet  # only where a file is not UTF-8

    eras = chardet.EncodingEra.ALL & ~(chardet.EncodingEra.MAINFRAME | chardet.EncodingEra.LEGACY_REGIONAL)
    found = chardet.detect_all(sample, ignore_threshold=True, encoding_era=eras, exclude_encodings=_UNUSED)
    ranked = [(_WIDER.get(name, name), float(one["confidence"])) for one in found if (name := one["encoding"])]
    if not ranked or (ranked[0][1] < _NO_LANGUAGE and _odd_share(sample) > _MAX_ODD_SHARE):
        return None
    best, confidence = ranked[0]
    western = max((sure for name, sure in ranked if name == _WESTERN), default=0.0)
    if confidence < _SURE:
        logger.warning("few letters tell the encoding of a file that is not UTF-8: save it as UTF-8 to be sure")
        if western >= _NEARLY * confidence and _is_plausible(sample, _WESTERN):
            return _WESTERN
    near = [name for name, sure in ranked[:_CANDIDATES] if sure >= _NEARLY * confidence]
    return next((name for name in near if _is_plausible(sample, name)), best)


def _odd_share(sample: bytes) -> float:
    return sum(byte > 127 for byte in sample) / len(sample)


def _is_plausible(sample: bytes, encoding: str) -> bool:
    """Whether nothing stands there that no report holds: controls, box drawings, words of two alphabets ("Dvoרבk")."""
    text = sample.decode(encoding, "replace")
    odd_words = (word for word in _WORD.findall(text) if not word.isascii())
    return not _NEVER.search(text) and all(len(set(map(_alphabet, word))) == 1 for word in odd_words)


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "unknown").split()[0]
