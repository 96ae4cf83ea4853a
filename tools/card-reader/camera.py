"""What lies between a card and a frame: place and tilt, light, lens, sensor and JPEG, in three levels."""

import dataclasses

import cv2
import numpy as np

FRAME_WIDTH, FRAME_HEIGHT = 1280, 720


@dataclasses.dataclass(frozen=True)
class Level:
    turn_degrees: float
    tilt_px: float
    width_px: tuple
    shift_px: float
    blur_px: tuple
    motion_px: float
    noise: tuple
    light: tuple
    glare: float
    jpeg: tuple


LEVELS = {
    "easy": Level(2.0, 14, (770, 835), 14, (0.3, 0.9), 0.0, (1, 4), (0.8, 1.1), 0.0, (80, 95)),
    "medium": Level(5.0, 28, (680, 865), 30, (0.4, 1.4), 3.0, (2, 8), (0.5, 1.1), 0.35, (65, 92)),
    "hard": Level(9.0, 45, (610, 945), 45, (0.5, 2.1), 6.0, (4, 14), (0.25, 1.15), 0.7, (50, 90)),
}


def place_card(random, level, card_size):
    """The homography from card pixels to frame pixels."""
    width = random.uniform(*level.width_px)
    half = np.array([width, width * card_size[1] / card_size[0]]) / 2
    angle = np.radians(np.clip(random.normal(0, level.turn_degrees / 1.6), -level.turn_degrees * 1.6, level.turn_degrees * 1.6))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half @ turn.T
    corners += random.uniform(-level.tilt_px / 2, level.tilt_px / 2, (4, 2))
    corners += np.array([FRAME_WIDTH, FRAME_HEIGHT]) / 2 + random.uniform(-1, 1, 2) * level.shift_px
    w, h = card_size
    return cv2.getPerspectiveTransform(np.float32([[0, 0], [w, 0], [w, h], [0, h]]), np.float32(corners))


def _table(random, size, channels):
    """What the card lies on or is held before."""
    coarse = random.uniform(0, 1, (int(random.integers(2, 20)), int(random.integers(2, 30)), channels)).astype(np.float32)
    table = cv2.resize(coarse, size, interpolation=int(random.choice([cv2.INTER_CUBIC, cv2.INTER_NEAREST, cv2.INTER_LINEAR])))
    return (table * np.float32(random.uniform(20, 160)) + np.float32(random.uniform(0, 110))).reshape(size[1], size[0], channels)


def photograph(card, homography, random, level, view):
    """Frame pixels of the rectangle `view` (x, y, width, height), as bytes after JPEG; grey (one channel) when the card is."""
    x, y, width, height = view
    into = np.array([[1, 0, -x], [0, 1, -y], [0, 0, 1.0]]) @ homography
    channels = card.shape[2]
    image = _table(random, (width, height), channels)
    inside = cv2.warpPerspective(np.full(card.shape[:2], 255, np.uint8), into, (width, height))
    inside = inside[..., None] * np.float32(1 / 255)
    image = image * (1 - inside) + cv2.warpPerspective(card, into, (width, height)).reshape(image.shape)
    image = _light(image, random, level, view)
    image = _lens(image, random, level)
    image = _sensor(image, random, level)
    quality = int(random.uniform(*level.jpeg))
    data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return cv2.imdecode(data, cv2.IMREAD_UNCHANGED).reshape(image.shape)


def _light(image, random, level, view):
    x, y, width, height = view
    gain = random.uniform(*level.light)
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :] * np.float32(random.uniform(-0.25, 0.25))
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None] * np.float32(random.uniform(-0.25, 0.25))
    image = image * ((1 + across + down) * np.float32(gain))[..., None]
    if random.random() < level.glare:
        image = image + _glare(random, width, height)[..., None] * random.uniform(0.85, 1.0, image.shape[2]).astype(np.float32)
    return image


def _glare(random, width, height):
    """A spot or a streak, worked out at a quarter of the size: it is smooth."""
    xs = np.arange(width // 4, dtype=np.float32)[None, :] * 4 - np.float32(random.uniform(-0.1, 1.1) * width)
    ys = np.arange(height // 4, dtype=np.float32)[:, None] * 4 - np.float32(random.uniform(-0.2, 1.2) * height)
    angle = random.uniform(0, np.pi)
    cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    across, along = xs * cos + ys * sin, ys * cos - xs * sin
    length = random.uniform(60, 200) if random.random() < 0.5 else random.uniform(400, 3000)
    spot = np.exp(-((across / np.float32(random.uniform(30, 140))) ** 2 + (along / np.float32(length)) ** 2) / 2)
    return cv2.resize(spot * np.float32(random.uniform(40, 210)), (width, height))


def _lens(image, random, level):
    blur = random.uniform(*level.blur_px)
    image = cv2.GaussianBlur(image, (0, 0), blur).reshape(image.shape)
    motion = random.uniform(0, level.motion_px)
    if motion > 1.5 and random.random() < 0.6:
        size = 2 * int(motion // 2 + 1) + 1
        kernel = np.zeros((size, size), np.float32)
        angle = random.uniform(0, np.pi)
        step = np.array([np.cos(angle), np.sin(angle)]) * motion / 2
        middle = np.array([size // 2, size // 2])
        cv2.line(kernel, tuple(np.int32((middle - step) * 16)), tuple(np.int32((middle + step) * 16)), 1, 1, cv2.LINE_AA, 4)
        image = cv2.filter2D(image, -1, kernel / kernel.sum()).reshape(image.shape)
    return image


_NOISE = np.random.default_rng(7).normal(0, 1, (1100, 1600, 3)).astype(np.float32)


def _sensor(image, random, level):
    h, w = image.shape[:2]
    y, x = random.integers(0, _NOISE.shape[0] - h), random.integers(0, _NOISE.shape[1] - w)
    noise = _NOISE[y : y + h, x : x + w, : image.shape[2]]
    sigma = np.float32(random.uniform(*level.noise))
    image = image + noise * sigma
    if random.random() < 0.5:  # grain as a phone's smoothing leaves it
        image += cv2.GaussianBlur(noise, (0, 0), 1.2).reshape(image.shape) * (sigma * np.float32(1.5))
    image = np.clip(image, 0, 255).astype(np.uint8)
    return cv2.LUT(image, _gamma(random.uniform(0.8, 1.25))).reshape(image.shape)


def _gamma(power):
    return ((np.arange(256) / 255) ** power * 255 + 0.5).astype(np.uint8)
