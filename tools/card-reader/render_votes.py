"""Cards that vote: `render_votes.py FOLDER CARDS [FIRST_SEED]`, each with its frames one below the other.

Only the band around the number is drawn, the rest of the crop stays grey: that is what the time goes to, and a vote
needs thousands of cards. `npm run bench -- card-reader --films FOLDER` reads them.
"""

import json
import pathlib
import sys

import cv2
import numpy as np

from crops import CROP_HEIGHT, CROP_WIDTH
from make_crops import BAND_HEIGHT, render

QUALITY = 80
FRAMES_EACH = 4
TOP = (CROP_HEIGHT - BAND_HEIGHT) // 2


def strip_of(bands):
    crops = np.full((len(bands), CROP_HEIGHT, CROP_WIDTH), 128, np.uint8)
    crops[:, TOP : TOP + BAND_HEIGHT] = bands
    return crops.reshape(-1, CROP_WIDTH)


def write_votes(folder, cards, first_seed):
    folder.mkdir(parents=True, exist_ok=True)
    truth = []
    for index in range(cards):
        rows = list(render(np.random.default_rng([first_seed, index]), FRAMES_EACH))
        file = f"card-{index:05d}.webp"
        strip = strip_of([crop for crop, _, _, _ in rows])
        cv2.imwrite(str(folder / file), strip, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
        truth.append({"file": file, "number": "".join(str(d) for d in rows[0][2]), "level": "mixed", "style": "mixed"})
    (folder / "truth.json").write_text("[\n" + ",\n".join(json.dumps(row) for row in truth) + "\n]\n")


if __name__ == "__main__":
    cv2.setNumThreads(1)
    write_votes(pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 77)
