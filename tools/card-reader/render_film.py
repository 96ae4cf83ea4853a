"""A short film for Chromium's fake camera: `render_film.py FILE NUMBER STYLE LEVEL SEED [FRAMES WIDTH]`.
NUMBER may be "none": other numbers, but no card's.

Motion JPEG: frames one after the other.
"""

import sys

import cv2
import numpy as np

from camera import FRAME_HEIGHT, FRAME_WIDTH, LEVELS
from other_numbers import make_other
from scene import make_card, take_frame


def frames(number, style, level, seed, count):
    random = np.random.default_rng(seed)
    card = make_other(random) if number == "none" else make_card(random, style, number)
    for _ in range(count):
        yield take_frame(card, random, LEVELS[level], (0, 0, FRAME_WIDTH, FRAME_HEIGHT))[0]


if __name__ == "__main__":
    cv2.setNumThreads(1)
    path, number, style, level, seed = sys.argv[1:6]
    count, width = (int(value) for value in (sys.argv[6:8] or (12, 960)))
    with open(path, "wb") as file:
        for frame in frames(number, style, level, int(seed), count):
            small = cv2.resize(frame, (width, width * 9 // 16), interpolation=cv2.INTER_AREA)
            file.write(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes())
