"""What the network sees: the guide's crop of a frame, 640 by 320 grey pixels, each measured against its surroundings."""

import cv2
import numpy as np

CROP_WIDTH, CROP_HEIGHT = 640, 320

# The crop in a frame of 1280 by 720: packages/card-reader/src/guide-crop.ts gives the same.
VIEW = (190, 135, 900, 450)

SURROUNDINGS_PX = 31
QUIET = 4.0  # standard deviations below this are noise and are not blown up further


def shrink(view, how=cv2.INTER_AREA):
    return cv2.resize(view, (CROP_WIDTH, CROP_HEIGHT), interpolation=how)


def normalise(grey):
    """Local mean away, local standard deviation to one; borders are mirrored in by OpenCV, as in the kernel."""
    image = grey.astype(np.float32)
    size = (SURROUNDINGS_PX, SURROUNDINGS_PX)
    mean = cv2.blur(image, size, borderType=cv2.BORDER_REPLICATE)
    square = cv2.blur(image * image, size, borderType=cv2.BORDER_REPLICATE)
    deviation = np.sqrt(np.maximum(square - mean * mean, 0)) + QUIET
    return np.clip((image - mean) / deviation, -3, 3)
