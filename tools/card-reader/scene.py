"""One synthetic card and one frame of it: everything follows from the seed, the level and the style."""

import dataclasses

import cv2
import numpy as np

from camera import photograph, place_card
from card_art import HEIGHT, WIDTH, draw_ground, draw_texts
from card_numbers import pick_card_number
from number_line import emboss, print_flat, set_number

STYLES = ("flat", "emboss")


@dataclasses.dataclass(frozen=True)
class Card:
    number: str
    style: str
    light_ink: bool
    image: np.ndarray  # BGR, float
    boxes: np.ndarray  # of the digits: middle x, middle y, half width, half height
    apart: np.ndarray  # where other Latin texts stand


def make_card(random, style, number=None):
    number = number or pick_card_number(random)
    light_ink = bool(random.random() < 0.5)
    image = draw_ground(random, light_ink)
    mask, boxes = set_number(number, random, (HEIGHT, WIDTH), style)
    rows = (boxes[:, 1].min() - boxes[0, 3], boxes[:, 1].max() + boxes[0, 3])
    image, apart = draw_texts(image, random, number, rows, light_ink)
    image = np.clip(image, 0, 255)
    around = slice(max(0, int(rows[0]) - 16), int(rows[1]) + 16)  # ink and relief reach no further
    printed = (emboss if style == "emboss" else print_flat)(image[around], mask[around], random, light_ink)
    image[around] = np.clip(printed, 0, 255)
    return Card(number, style, light_ink, image.astype(np.float32), boxes, apart)


def grey(card):
    """The same card in one channel: three times faster to photograph, and all that the reader sees."""
    return dataclasses.replace(card, image=(card.image @ np.float32([0.114, 0.587, 0.299]))[..., None])


def take_frame(card, random, level, view, place=None):
    """(pixels of the view, homography from the card to frame pixels); `place` as place_card gives it."""
    homography = place_card(random, level, (WIDTH, HEIGHT)) if place is None else place
    return photograph(card.image, homography, random, level, view), homography


def warp_boxes(boxes, homography):
    """Digit boxes after a homography: the middle, and half sizes by the local scale."""
    middle = cv2.perspectiveTransform(boxes[None, :, :2], homography)[0]
    right = cv2.perspectiveTransform((boxes[:, :2] + boxes[:, 2:] * [1, 0])[None].astype(np.float32), homography)[0]
    below = cv2.perspectiveTransform((boxes[:, :2] + boxes[:, 2:] * [0, 1])[None].astype(np.float32), homography)[0]
    halves = np.stack([np.linalg.norm(right - middle, axis=1), np.linalg.norm(below - middle, axis=1)], 1)
    return np.hstack([middle, halves]).astype(np.float32)
