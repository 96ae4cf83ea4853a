"""Frames of another renderer in the form of the held-out set: `import_frames.py FROM TO`.

FROM holds pictures of 1280 by 720 pixels and a truth.json with file, pan, level and style of each.
"""

import json
import pathlib
import sys

import cv2

from crops import VIEW, shrink
from render_frames import stored

QUALITY = 88


def import_frames(source, target):
    target.mkdir(parents=True, exist_ok=True)
    x, y, width, height = VIEW
    truth = []
    for row in json.loads((source / "truth.json").read_text()):
        view = cv2.imread(str(source / row["file"]), cv2.IMREAD_GRAYSCALE)[y : y + height, x : x + width]
        file = pathlib.Path(row["file"]).stem.replace("_", "-") + ".webp"
        cv2.imwrite(str(target / file), stored(shrink(view)), [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
        truth.append({"file": file, "number": row["pan"], "level": row["level"], "style": row["style"]})
    truth.sort(key=lambda row: row["file"])
    (target / "truth.json").write_text("[\n" + ",\n".join(json.dumps(row) for row in truth) + "\n]\n")


if __name__ == "__main__":
    import_frames(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
