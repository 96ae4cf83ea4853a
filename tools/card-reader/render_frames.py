"""The held-out set: `render_frames.py FOLDER COUNT [FIRST_SEED]` draws COUNT frames a level by seed,
and a third as many without any card number.

Each frame is stored as the reader needs it and no larger: 910 by 512 grey pixels (so that the guide's crop is 640 by 320,
the reader's own size), black outside of that crop, as WebP. `truth.json` names number, level and style of each.
"""

import json
import pathlib
import sys

import cv2
import numpy as np

from camera import LEVELS
from card_numbers import PREFIXES, luhn_digit
from other_numbers import make_other
from crops import CROP_HEIGHT, CROP_WIDTH, VIEW, shrink
from scene import STYLES, grey, make_card, take_frame

STORED_WIDTH, STORED_HEIGHT = 910, 512
QUALITY = 72


def bank_number(random):
    """On a real bank's prefix; every second one on this bank's own."""
    prefix = PREFIXES[0] if random.random() < 0.5 else PREFIXES[random.integers(len(PREFIXES))]
    digits = prefix + "".join(str(d) for d in random.integers(10, size=9))
    return digits + luhn_digit(digits)


def stored(crop):
    frame = np.zeros((STORED_HEIGHT, STORED_WIDTH), np.uint8)
    left, top = (STORED_WIDTH - CROP_WIDTH) // 2, (STORED_HEIGHT - CROP_HEIGHT) // 2
    frame[top : top + CROP_HEIGHT, left : left + CROP_WIDTH] = crop
    return frame


def frames(count, first_seed):
    """(file name, card, level) of every frame; the last ones hold no card number."""
    for level_index, name in enumerate([*LEVELS, "none"]):
        for index in range(count if name != "none" else count // 3):
            random = np.random.default_rng([first_seed, level_index, index])
            card = make_other(random) if name == "none" else make_card(random, STYLES[index % 2], bank_number(random))
            level = LEVELS["medium" if name == "none" else name]
            view, _ = take_frame(grey(card), random, level, VIEW)
            yield f"{name}-{index:03d}.webp", card, name, stored(shrink(view[..., 0]))


def write_set(folder, count, first_seed):
    folder.mkdir(parents=True, exist_ok=True)
    truth = []
    for file, card, level, frame in frames(count, first_seed):
        cv2.imwrite(str(folder / file), frame, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
        truth.append({"file": file, "number": card.number or None, "level": level, "style": card.style})
    with open(folder / "truth.json", "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(row) for row in truth) + "\n]\n")


if __name__ == "__main__":
    cv2.setNumThreads(1)
    write_set(pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 20260101)
