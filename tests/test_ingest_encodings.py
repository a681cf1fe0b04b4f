"""Texts in the encodings of older systems are read to the letter, whatever their language."""

import pytest

from ingest.files import RefusedError, decode

POLISH = "Iga Świątek pokonała rywalkę 6:4, 6:2. Zawodniczka zdobyła złoty medal, a kibice długo śpiewali w Łodzi.\n"
CZECH = "Petr Nečas vyhrál závod před Jiřím Dvořákem. Diváci v Třinci tleskali ještě dlouho, řekl trenér Růžička.\n"
HUNGARIAN = "Őze Gábor nyerte a férfi gyorsúszás döntőjét, második lett Szűcs Péter. A közönség ünnepelte a győztest.\n"
CROATIAN = (
    "Košarkaši iz Šibenika pobijedili su domaću momčad. Najbolji strijelac bio je Živković, trener Đurić šuti.\n"
)
FRENCH = "L'équipe de Besançon a gagné la finale après les tirs au but. À Orléans, le match a été arrêté, dit-il.\n"
GERMAN = (
    "Jürgen Müller gewann das Rennen vor Björn Größ. Die Zuschauer jubelten und der Trainer schwieg, wie früher auch.\n"
)
TURKISH = "Güreşçi Işıl Çağlar altın madalya kazandı. Antrenörü Şükrü Öztürk, öğrencisinin çok çalıştığını söyledi.\n"
GREEK = "Ο αθλητής από τη Θεσσαλονίκη κέρδισε τον τελικό. Ο προπονητής είπε ότι ήταν ο καλύτερος αγώνας της χρονιάς.\n"


@pytest.mark.parametrize(
    ("text", "encodings"),
    [
        *((text, "cp1250 iso8859-2 cp852") for text in (POLISH, CZECH, HUNGARIAN, CROATIAN)),
        (FRENCH, "cp1252 iso8859-1 cp850 mac_roman"),
        (GERMAN, "cp1252 cp850 cp437 mac_roman"),
        (TURKISH, "cp1254 iso8859-9 cp857"),
        (GREEK, "cp1253 iso8859-7 cp737"),
    ],
    ids="pl cs hu hr fr de tr el".split(),
)
def test_an_older_encoding_is_told_by_the_letters_that_its_language_puts_together(text: str, encodings: str) -> None:
    found = {name: decode(text.encode(name)) for name in encodings.split()}

    assert found == dict.fromkeys(encodings.split(), text)


@pytest.mark.parametrize("name", ["Nordås;3:27,65\nSærås;3:28,01\n", "naïve café", "Ann – “Zoë”", "Müller;10,2"])
def test_names_alone_are_read_as_western_letters(name: str) -> None:
    assert decode(name.encode("cp1252")) == name


def test_no_control_character_comes_out_of_a_guess() -> None:
    assert (
        decode("Iga Świątek pokonała w finale rywalkę 6:4.".encode("cp1250"))
        == "Iga Świątek pokonała w finale rywalkę 6:4."
    )


def test_what_is_like_no_text_is_refused() -> None:
    noise = bytes(128 + number * number * 37 % 127 for number in range(1, 500))

    with pytest.raises(RefusedError, match="neither UTF-8 nor any encoding that fits"):
        decode(noise)
