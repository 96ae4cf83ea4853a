"""What is no card's number: cards turned around, letters, tables. The reader must find nothing in any of them."""

import cv2
import numpy as np
from PIL import Image, ImageDraw

import fonts
from card_art import HEIGHT, WIDTH, draw_ground, draw_texts
from scene import Card


def _long_number(random):
    """Sheba, phone, bill and account numbers, in the height of a card's number."""
    digits = "".join(str(d) for d in random.integers(10, size=30))
    sheba = f"IR{digits[:2]} {digits[2:6]} {digits[6:10]} {digits[10:14]} {digits[14:18]} {digits[18:22]} {digits[22:24]}"
    kinds = [
        sheba,
        sheba.replace(" ", ""),
        " ".join(digits[i : i + 4] for i in range(0, 20, 4)),
        " ".join(digits[i : i + 4] for i in range(0, 12, 4)),
        f"021 {digits[:4]} {digits[4:8]}",
        digits[:13],
        f"{digits[:6]} {digits[6:12]} {digits[12:18]}",
    ]
    return kinds[random.integers(len(kinds))]


def make_other(random):
    light_ink = bool(random.random() < 0.5)
    image, apart = draw_texts(draw_ground(random, light_ink), random, "0" * 16, (-10, -5), light_ink)
    layer = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(layer)
    for y in random.choice([0.3, 0.42, 0.54, 0.66], size=int(random.integers(0, 3)), replace=False):
        font = fonts.font(fonts.pick_digit_font(random), int(WIDTH * random.uniform(0.05, 0.075)))
        text = _long_number(random)
        if pen.textlength(text, font=font) < WIDTH * 0.9:
            pen.text((WIDTH * random.uniform(0.03, 0.09), HEIGHT * y), text, font=font, fill=255)
    alpha = np.asarray(layer, np.float32)[..., None] / 255
    image = image + (np.float32(230 if light_ink else 30) - image) * alpha
    return Card("", "none", light_ink, np.clip(image, 0, 255).astype(np.float32), np.zeros((0, 4), np.float32), apart)
