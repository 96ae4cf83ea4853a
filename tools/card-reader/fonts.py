"""The typefaces that synthetic cards are printed in: all digit fonts of the Debian packages in debian-packages.txt.

A font counts when its ten digits are there, differ from one another and stand on one line at one height; text
figures and symbol fonts drop out by themselves.
"""

import functools
import pathlib
import re

import numpy as np
from PIL import Image, ImageDraw, ImageFont

FOLDERS = (
    str(pathlib.Path(__file__).parents[2] / "node_modules/vazirmatn/fonts/ttf"),
   "/usr/share/fonts/truetype", "/usr/share/fonts/opentype")
DIGITS = "0123456789"

# Their digits are decorated, shifted or no digits to a reader's eye.
UNFIT = (
    "Symbol", "Dingbat", "D050000L", "Emoji", "Math", "Outline", "Inverted", "Rough", "Punched", "Shadow", "Braille",
    "OCRBE", "OCRBF", "OCRBX", "KnewAve", "Ornament", "Nushu", "AmiriQuran", "Nastaliq",
)  # fmt: skip

# What card numbers are usually set in: monospaced, made for machines, or plain.
USUAL = re.compile(r"OCR|Mono|Inconsolata|Play|Jura|B612|Ubuntu|osifont|routed|Hack|Code|agave|RG2014|Roboto|Inter|Liberation|Arimo|Cousine|Vazir", re.I)
RARE = re.compile(r"Serif|Roman|Tinos|C059|P052|Bookman|Century|PTF|Slab|Italic|Oblique|Slanted|Spartan|Comfortaa|z003|Arabic|Urdu", re.I)

PERSIAN_NAMES = ("vazir", "nazli", "homa", "titr", "amiri-", "freefarsi", "notonaskh", "notokufi", "dejavusans.", "dejavusans-b")


@functools.lru_cache(maxsize=4096)
def font(path, size):
    return ImageFont.truetype(path, size)


def _ink(path, digit, size=48):
    image = Image.new("L", (96, 96))
    ImageDraw.Draw(image).text((24, 16), digit, font=font(path, size), fill=255)
    return np.asarray(image) > 127


def _is_digit_font(path):
    try:
        inks = [_ink(path, digit) for digit in DIGITS]
    except OSError:
        return False
    if any(ink.sum() < 40 for ink in inks):
        return False
    rows = [np.flatnonzero(ink.any(1)) for ink in inks]
    tops, bottoms = [r[0] for r in rows], [r[-1] for r in rows]
    stands = max(tops) - min(tops) <= 4 and max(bottoms) - min(bottoms) <= 4
    differs = len({ink.tobytes() for ink in inks}) == 10
    return stands and differs


def _files():
    paths = [path for folder in FOLDERS for path in pathlib.Path(folder).rglob("*") if path.suffix in (".ttf", ".otf")]
    return sorted(str(path) for path in paths if not any(word in path.name for word in UNFIT))


def _family(path):
    return pathlib.Path(path).stem.split("-")[0]


@functools.lru_cache(maxsize=1)
def digit_families():
    """Families by name, each with its files: a family with twenty weights counts no more than one with two."""
    families, seen = {}, set()
    for path in _files():
        if not _is_digit_font(path):
            continue
        look = b"".join(_ink(path, digit).tobytes() for digit in DIGITS)
        if look in seen:
            continue
        seen.add(look)
        families.setdefault(_family(path), []).append(path)
    return families


@functools.lru_cache(maxsize=1)
def persian_fonts():
    paths = [path for path in _files() if pathlib.Path(path).name.lower().startswith(PERSIAN_NAMES)]
    return [path for path in paths if _has_persian(path)]


def _has_persian(path):
    """A missing letter is drawn as the same box as any other missing one."""
    looks = {_ink(path, letter).tobytes() for letter in "پچژگک۴۵۶"}
    return len(looks) == 8


def _weight(family):
    return 0.2 if RARE.search(family) else 4.0 if USUAL.search(family) else 1.0


@functools.lru_cache(maxsize=1)
def _choice():
    names = sorted(digit_families())
    weights = np.array([_weight(name) for name in names])
    return names, weights / weights.sum()


def pick_digit_font(random):
    names, odds = _choice()
    files = digit_families()[names[random.choice(len(names), p=odds)]]
    return files[random.integers(len(files))]
