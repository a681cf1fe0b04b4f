"""`python -m bot.training.akin`: writes the table of words near in meaning, from the encoder's word vectors.

Only words that are one piece of the encoder's vocabulary have a vector of their own. Numbers, days and months have no
kin: one of them never stands for another, however near they are.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.prose.spans import word_vectors
from bot.question.akin import AKIN_FILE, COSINE_STEPS
from bot.question.lexicon import MONTHS, WEEKDAYS
from bot.question.scope import small_number
from retriever.encoder import DEFAULT_ENCODER, model_folder
from retriever.text import STOPWORDS, stem, tokens

# Lower, "job" is akin to "hiring" and "well" to "ill"; higher, "crowd" is none of "spectators".
LEAST_COSINE, MOST_KIN = 0.34, 12
_ROWS_AT_ONCE = 1000
_LEAST_LETTERS = 3

Vectors = NDArray[np.float32]


def main() -> None:
    """Writes the table and prints its size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=AKIN_FILE)
    chosen = parser.parse_args()
    words, vectors = words_with_vectors()
    kin, cosines = nearest(words, vectors)
    listed = np.frombuffer("\n".join(words).encode("ascii"), np.uint8)
    np.savez_compressed(chosen.to, words=listed, kin=kin, cosines=cosines)
    print(f"{chosen.to}: {len(words)} words, {int((cosines > 0).sum())} pairs, {chosen.to.stat().st_size} bytes")


def words_with_vectors() -> tuple[list[str], Vectors]:
    """Whole words of the encoder's vocabulary in alphabetical order, and their unit vectors about the common mean."""
    from tokenizers import Tokenizer

    folder = model_folder(DEFAULT_ENCODER)
    vocabulary = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
    words = sorted(word for word in vocabulary if _may_have_kin(word))
    every = np.array(word_vectors(folder / "model.safetensors"))
    centred = every[[vocabulary[word] for word in words]] - every.mean(axis=0)
    return words, centred / np.linalg.norm(centred, axis=1, keepdims=True)


def nearest(words: list[str], vectors: Vectors) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """`(words, MOST_KIN)` places of the nearest words with other stems, nearest first, and their cosines in bytes."""
    stems = [stem(tokens(word)[0].text) for word in words]
    kin = np.zeros((len(words), MOST_KIN), np.uint16)
    cosines = np.zeros((len(words), MOST_KIN), np.uint8)
    for begin in range(0, len(words), _ROWS_AT_ONCE):
        for at, row in enumerate(vectors[begin : begin + _ROWS_AT_ONCE] @ vectors.T, start=begin):
            near = [int(i) for i in np.flatnonzero(row >= LEAST_COSINE) if stems[i] != stems[at]]
            for place, i in enumerate(sorted(near, key=lambda i: (-row[i], i))[:MOST_KIN]):
                kin[at, place], cosines[at, place] = i, round(float(row[i]) * COSINE_STEPS)
    return kin, cosines


def _may_have_kin(word: str) -> bool:
    if not (word.isascii() and word.isalpha()) or word in STOPWORDS or len(word) < _LEAST_LETTERS:
        return False
    return word not in MONTHS | WEEKDAYS and small_number(word) is None


if __name__ == "__main__":
    main()
