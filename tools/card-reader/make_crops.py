"""Renders crops to learn from: `make_crops.py FOLDER SHARDS FIRST_SEED`. Each shard is one .npz of 400 crops."""

import os
import pathlib
import sys

import cv2
import numpy as np

from camera import LEVELS, Level, place_card
from card_art import HEIGHT, WIDTH
from crops import CROP_WIDTH, VIEW
from scene import STYLES, grey, make_card, take_frame, warp_boxes

CARDS, FRAMES_EACH = 130, 3

# Beyond "hard", so that hard itself is no edge of what was seen.
EXTREME = Level(13.0, 60, (560, 1020), 55, (0.4, 2.5), 9.0, (2, 18), (0.18, 1.3), 0.8, (35, 92))
MIX = [LEVELS["easy"], LEVELS["medium"], LEVELS["hard"], EXTREME]
SHARES = [0.1, 0.25, 0.4, 0.25]

# Only what is around the number, which is what takes the time: a third of the crop's height.
BAND_HEIGHT = 160
BAND_VIEW_HEIGHT = BAND_HEIGHT * VIEW[2] // CROP_WIDTH


def band_of(boxes):
    """The rectangle of the frame, as high as the band, that has the number somewhere inside."""
    middle = boxes[:, 1].mean() - BAND_VIEW_HEIGHT / 2
    top = np.clip(middle, VIEW[1], VIEW[1] + VIEW[3] - BAND_VIEW_HEIGHT)
    return VIEW[0], int(top), VIEW[2], BAND_VIEW_HEIGHT


def into_crop(view):
    scale = CROP_WIDTH / view[2]
    return np.array([[scale, 0, -view[0] * scale], [0, scale, -view[1] * scale], [0, 0, 1]])


def render(random, frames=FRAMES_EACH):
    """(crops, boxes in crop pixels, digits, masks of the other Latin texts)"""
    card = grey(make_card(random, STYLES[int(random.random() < 0.58)]))
    for _ in range(frames):
        level = MIX[random.choice(4, p=SHARES)]
        place = place_card(random, level, (WIDTH, HEIGHT))
        view = band_of(warp_boxes(card.boxes, place))
        band, _ = take_frame(card, random, level, view, place)
        how = [cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC][random.integers(3)]
        crop = cv2.resize(band[..., 0], (CROP_WIDTH, BAND_HEIGHT), interpolation=how)
        into = into_crop(view) @ place
        apart = cv2.warpPerspective(card.apart, into, (CROP_WIDTH, BAND_HEIGHT), flags=cv2.INTER_NEAREST) > 0
        yield crop, warp_boxes(card.boxes, into), [int(d) for d in card.number], np.packbits(apart[::4, ::4])


def make_shard(path, seed):
    random = np.random.default_rng(seed)
    rows = [row for _ in range(CARDS) for row in render(random)]
    crops, boxes, digits, apart = (np.array(column) for column in zip(*rows))
    partial = path.with_suffix(".partial")
    with open(partial, "wb") as file:
        np.savez(file, crops=crops, boxes=boxes, digits=digits.astype(np.uint8), apart=apart)
    os.replace(partial, path)


if __name__ == "__main__":
    cv2.setNumThreads(1)
    folder, shards, first = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(first, first + shards):
        make_shard(folder / f"{seed:05d}.npz", seed)
        print(f"shard {seed}", flush=True)
