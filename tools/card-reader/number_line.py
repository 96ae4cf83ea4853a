"""The sixteen digits of a card: set in a font or a stroke face, printed flat or embossed onto the card."""

import cv2
import numpy as np
from PIL import Image, ImageDraw

import fonts
from stroke_digits import make_stroke_face


def _font_face(random):
    path = fonts.pick_digit_font(random)
    monospaced = random.random() < 0.5
    stretch = random.uniform(0.85, 1.2) if random.random() < 0.4 else 1.0

    def draw(digit, height):
        probe = fonts.font(path, 100).getbbox("0", anchor="ls")
        size = max(8, round(100 * height / max(1, probe[3] - probe[1])))
        font = fonts.font(path, size)
        pad = 3
        left, top, right, bottom = font.getbbox(str(digit), anchor="ls")
        image = Image.new("L", (right - left + 2 * pad, round(height) + 2 * pad))
        ImageDraw.Draw(image).text((pad - left, pad + height), str(digit), font=font, fill=255, anchor="ls")
        mask = np.asarray(image)
        if stretch != 1.0:
            mask = cv2.resize(mask, None, fx=stretch, fy=1, interpolation=cv2.INTER_AREA)
        advance = font.getlength("0" if monospaced else str(digit)) * stretch
        return mask, pad, advance

    return draw


def set_number(number, random, shape, style):
    """(mask, boxes): the ink of the number on a card of `shape`, and each digit's middle and half size in pixels."""
    height_px, width_px = shape
    wants_strokes = random.random() < (0.5 if style == "emboss" else 0.2)
    draw = (make_stroke_face if wants_strokes else _font_face)(random)
    height = width_px * random.uniform(0.04, 0.072)
    tracking = height * random.uniform(0.02, 0.35)
    gap = height * random.uniform(0.3, 1.15)
    glyphs = [draw(int(d), height) for d in number]
    advances = [advance + tracking + (gap if i % 4 == 3 and i < 15 else 0) for i, (_, _, advance) in enumerate(glyphs)]
    total = sum(advances)
    if total > width_px * 0.92:
        return set_number(number, random, shape, style)
    x = random.uniform(width_px * 0.04, width_px * 0.96 - total)
    y = height_px * random.uniform(0.4, 0.68)
    mask = np.zeros(shape, np.uint8)
    boxes = []
    for (glyph, pad, advance), step in zip(glyphs, advances):
        h, w = glyph.shape
        left = int(round(x + (advance - (w - 2 * pad)) / 2)) - pad
        top = int(round(y - height / 2)) - pad
        part = mask[max(0, top) : top + h, max(0, left) : left + w]
        np.maximum(part, glyph[-part.shape[0] :, -part.shape[1] :], out=part)
        boxes.append((left + w / 2, top + pad + height / 2, (w - 2 * pad) / 2, height / 2))
        x += step
    return mask, np.array(boxes, np.float32)


def print_flat(card, mask, random, light):
    """Ink on the card, sometimes worn or with a thin shadow."""
    tone = random.uniform(195, 255) if light else random.uniform(0, 75)
    colour = np.clip(tone + random.normal(0, 14, 3), 0, 255).astype(np.float32)
    alpha = mask.astype(np.float32)[..., None] * np.float32(random.uniform(0.7, 1.0) / 255)
    if random.random() < 0.15:
        alpha *= _wear(card.shape[:2], random, 0.45)[..., None]
    if random.random() < 0.15:
        shadow = np.roll(mask, (random.integers(1, 3), random.integers(1, 3)), (0, 1)).astype(np.float32)[..., None] / 255
        card = card * (1 - shadow * np.float32(random.uniform(0.2, 0.6)))
    return card + (colour - card) * alpha


def emboss(card, mask, random, light):
    """Raised digits: flanks that catch or lose the light, and foil on their tops, of which wear leaves little."""
    soft = random.uniform(0.7, 2.6)
    relief = cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), soft)
    angle = random.uniform(0, 2 * np.pi)
    slope = cv2.Sobel(relief, cv2.CV_32F, 1, 0) * np.float32(np.cos(angle))
    slope += cv2.Sobel(relief, cv2.CV_32F, 0, 1) * np.float32(np.sin(angle))
    strength = random.uniform(25, 130) * (0.6 + soft / 2)
    foil = random.choice(["none", "gold", "silver", "ink"], p=[0.34, 0.24, 0.26, 0.16])
    if foil != "none":
        tone = random.uniform(0, 60) if (foil == "ink" and not light) else random.uniform(170, 250)
        colour = {"gold": np.array([0.45, 0.75, 1.0]), "silver": np.array([0.97, 0.97, 0.97])}.get(foil, np.ones(3)) * tone
        top = np.clip(cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), 0.6) * 1.4 - 0.3, 0, 1)
        alpha = top * np.float32(random.uniform(0.3, 1.0)) * _wear(mask.shape, random, random.uniform(0.05, 0.5))
        card = card + (colour.astype(np.float32) - card) * alpha[..., None]
    if random.random() < 0.4:
        shift = (int(round(2 * np.sin(angle))), int(round(2 * np.cos(angle))))
        card = card * (1 - np.float32(0.35) * np.roll(relief, shift, (0, 1)) * (1 - relief))[..., None]
    return card + slope[..., None] * (strength * random.uniform(0.8, 1.2, 3)).astype(np.float32)


def _wear(shape, random, depth):
    """A patchy mask between 1 - depth and 1."""
    small = random.random((shape[0] // 8, shape[1] // 8)).astype(np.float32)
    patches = cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.clip(1 - np.float32(depth * 2) * np.clip(patches - np.float32(0.4), 0, 1), 0, 1)
