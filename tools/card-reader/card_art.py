"""A card before its number is printed: ground, patterns, and all the other texts and numbers that a reader must leave."""

import cv2
import numpy as np
from PIL import Image, ImageDraw

import fonts

WIDTH, HEIGHT = 1000, 630

_FIRST = "علی مریم رضا زهرا محمد فاطمه حسین نرگس امیر سارا مهدی پریسا سعید لیلا حمید شیما".split()
_LAST = "احمدی محمدی کریمی رضایی حسینی موسوی جعفری صادقی قاسمی رحیمی نوری اکبری شریفی کاظمی".split()
_BANKS = "ملت ملی صادرات تجارت سپه مسکن کشاورزی پارسیان پاسارگاد سامان رفاه شهر دی آینده سینا کارآفرین".split()
_LATIN = "ALI REZA MARYAM AHMADI ZAHRA KARIMI MOHAMMAD HOSSEIN SADEGHI NARGES SARA BAHRAMI OMID KIANI".split()
_PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"


def draw_ground(random, light_ink):
    low, high = (10, 130) if light_ink else (130, 250)
    ends = [np.clip(random.uniform(low, high) + random.normal(0, 35, 3), 0, 255).astype(np.float32) for _ in range(2)]
    angle = random.uniform(0, 2 * np.pi)
    x = np.linspace(-0.5, 0.5, WIDTH, dtype=np.float32) * np.cos(angle)
    y = np.linspace(-0.5, 0.5, HEIGHT, dtype=np.float32) * np.sin(angle)
    share = np.clip(x[None, :] + y[:, None] + 0.5, 0, 1).astype(np.float32)[..., None]
    card = ends[0] + (ends[1] - ends[0]) * share
    for _ in range(random.integers(0, 4)):
        pattern = _PATTERNS[random.integers(len(_PATTERNS))](random)
        shade = random.uniform(-45, 45) if random.random() < 0.8 else random.uniform(-90, 90)
        card += pattern[..., None] * (shade * random.uniform(0.6, 1.0, 3)).astype(np.float32)
    return card


def _blank():
    return np.zeros((HEIGHT, WIDTH), np.uint8)


def _circles(r):
    image = _blank()
    for _ in range(r.integers(2, 12)):
        fill = -1 if r.random() < 0.4 else int(r.integers(1, 5))
        cv2.circle(image, (int(r.integers(WIDTH)), int(r.integers(HEIGHT))), int(r.integers(30, 260)), int(r.integers(90, 255)), fill, cv2.LINE_AA)
    return image / np.float32(255)


def _waves(r):
    image = _blank()
    x = np.arange(0, WIDTH, 8)
    pitch, bend, length, phase = r.uniform(8, 40), r.uniform(4, 60), r.uniform(80, 600), r.uniform(0, 6)
    for n, y in enumerate(np.arange(-60, HEIGHT + 60, pitch)):
        points = np.stack([x, y + bend * np.sin(x / length * 6.28 + phase + n * r.uniform(0, 0.1))], 1)
        cv2.polylines(image, [np.int32(points).reshape(-1, 1, 2)], False, 255, int(r.integers(1, 3)), cv2.LINE_AA)
    return image / np.float32(255)


def _rosette(r):
    image = _blank()
    t = np.linspace(0, 2 * np.pi, 720)
    k, inner = int(r.integers(5, 40)), r.uniform(0.2, 0.8)
    centre, size = (r.uniform(0, WIDTH), r.uniform(0, HEIGHT)), r.uniform(60, 300)
    for turn in np.linspace(0, 2 * np.pi / k, int(r.integers(2, 7))):
        radius = size * (1 - inner / 2 + inner / 2 * np.cos(k * t + turn * k))
        points = np.stack([centre[0] + radius * np.cos(t), centre[1] + radius * np.sin(t)], 1)
        cv2.polylines(image, [np.int32(points).reshape(-1, 1, 2)], True, 255, 1, cv2.LINE_AA)
    return image / np.float32(255)


def _facets(r):
    image = np.zeros((HEIGHT, WIDTH), np.float32)
    for _ in range(r.integers(3, 14)):
        one = _blank()
        cv2.fillPoly(one, [np.int32(r.uniform((0, 0), (WIDTH, HEIGHT), (3, 2)) * 1.2).reshape(-1, 1, 2)], 255, cv2.LINE_AA)
        image += one * np.float32(r.uniform(0.1, 0.7) / 255)
    return image


def _clouds(r):
    n = int(r.integers(3, 30))
    small = r.random((max(2, n * 5 // 8), n)).astype(np.float32)
    return cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)


def _grid(r):
    image = _blank()
    pitch, lean = int(r.integers(6, 40)), int(r.integers(-300, 300))
    for x in range(-abs(lean), WIDTH + abs(lean), pitch):
        cv2.line(image, (x, 0), (x + lean, HEIGHT), 255, 1, cv2.LINE_AA)
    if r.random() < 0.5:
        for y in range(0, HEIGHT, pitch):
            cv2.line(image, (0, y), (WIDTH, y), 255, 1, cv2.LINE_AA)
    return image / np.float32(255)


def _dots(r):
    image = _blank()
    pitch = int(r.integers(5, 24))
    image[:: pitch, :: pitch] = 255
    return cv2.dilate(image, None, iterations=int(r.integers(0, 2))) / np.float32(255)


_PATTERNS = (_circles, _waves, _rosette, _facets, _clouds, _grid, _dots)


def _digits(r, count):
    return "".join(str(d) for d in r.integers(10, size=count))


def _persian(text):
    return "".join(_PERSIAN_DIGITS[int(c)] if c.isdigit() else c for c in text)


def _grouped(text, size=4):
    return " ".join(text[i : i + size] for i in range(0, len(text), size))


def _texts(r, number):
    """(text, is Persian, share of the card's width as letter height, x, y), the places loosely as on real cards."""
    sheba = "IR" + _digits(r, 24)
    expiry = f"{r.integers(1, 13):02d}/{r.integers(0, 12):02d}"
    if r.random() < 0.5:
        expiry = f"14{r.integers(0, 12):02d}/{r.integers(1, 13):02d}"
    name = f"{r.choice(_FIRST)} {r.choice(_LAST)}"
    half = r.uniform(0.24, 0.36)
    low = r.uniform(0.66, 0.8)
    places = [
        (0.9, f"بانک {r.choice(_BANKS)}", True, r.uniform(0.05, 0.08), r.uniform(0.55, 0.8), r.uniform(0.05, 0.12)),
        (0.4, sheba if r.random() < 0.5 else _grouped(sheba), False, r.uniform(0.022, 0.036), r.uniform(0.05, 0.3), r.choice([half, r.uniform(0.83, 0.93)])),
        (0.4, "تلفن " + _persian("021-" + _digits(r, 8)), True, r.uniform(0.025, 0.04), r.uniform(0.5, 0.7), r.uniform(0.16, 0.25)),
        (0.5, ("CVV2: " if r.random() < 0.5 else "") + _digits(r, int(r.integers(3, 5))), False, r.uniform(0.022, 0.038), r.uniform(0.08, 0.5), low),
        (0.6, expiry, False, r.uniform(0.022, 0.04), r.uniform(0.5, 0.8), low + r.uniform(-0.02, 0.03)),
        (0.7, name, True, r.uniform(0.03, 0.05), r.uniform(0.6, 0.8), r.uniform(0.75, 0.88)),
        (0.4, f"{r.choice(_LATIN)} {r.choice(_LATIN)}", False, r.uniform(0.025, 0.04), r.uniform(0.05, 0.3), r.uniform(0.76, 0.9)),
        (0.25, _digits(r, int(r.integers(6, 14))), False, r.uniform(0.022, 0.035), r.uniform(0.4, 0.7), r.uniform(0.12, 0.3)),
        (0.3, _persian(_grouped(number if r.random() < 0.4 else number[:8])), True, r.uniform(0.03, 0.05), r.uniform(0.05, 0.2), r.uniform(0.3, 0.4)),
        (0.2, _persian(_grouped(number)), True, r.uniform(0.035, 0.055), r.uniform(0.05, 0.2), r.uniform(0.7, 0.8)),
    ]
    return [place[1:] for place in places if r.random() < place[0]]


def draw_texts(card, random, number, number_rows, light_ink):
    """Writes the other texts; (card, mask of the Latin ones: whether digits in them are found is nobody's concern)."""
    ink = Image.new("L", (WIDTH, HEIGHT))
    apart = Image.new("L", (WIDTH, HEIGHT))
    pen, apart_pen = ImageDraw.Draw(ink), ImageDraw.Draw(apart)
    latin_path = fonts.pick_digit_font(random)
    persian_path = fonts.persian_fonts()[random.integers(len(fonts.persian_fonts()))]
    for text, is_persian, size, x, y in _texts(random, number):
        font = fonts.font(persian_path if is_persian else latin_path, max(10, int(size * WIDTH)))
        where, anchor = ((WIDTH * random.uniform(0.9, 0.97), y * HEIGHT), "ra") if is_persian and x > 0.5 else ((x * WIDTH, y * HEIGHT), "la")
        left, top, right, bottom = pen.textbbox(where, text, font=font, anchor=anchor)
        if bottom > number_rows[0] - 2 and top < number_rows[1] + 2:
            continue
        pen.text(where, text, font=font, fill=int(random.integers(150, 256)), anchor=anchor)
        if not is_persian:
            apart_pen.rectangle((left - 4, top - 4, right + 4, bottom + 4), fill=255)
    tone = random.uniform(190, 255) if light_ink else random.uniform(0, 80)
    alpha = np.asarray(ink, np.float32)[..., None] / 255
    card = card + (np.float32(tone) - card) * alpha
    _draw_chip(card, random, number_rows)
    return card, np.asarray(apart)


def _draw_chip(card, random, number_rows):
    if random.random() < 0.5:
        x, y = int(random.uniform(50, 160)), int(random.uniform(120, 200))
        bottom = int(min(y + 95, number_rows[0] - 4))
        if bottom - y > 40:
            gold = np.array([70, 170, 215]) * random.uniform(0.7, 1.15) if random.random() < 0.6 else np.full(3, random.uniform(120, 215))
            cv2.rectangle(card, (x, y), (x + 125, bottom), gold.tolist(), -1)
            for share in (0.33, 0.66):
                cv2.line(card, (x, int(y + (bottom - y) * share)), (x + 125, int(y + (bottom - y) * share)), (40, 60, 70), 2)
    if random.random() < 0.6:
        place = (int(random.uniform(40, 110)), int(random.uniform(40, 100)))
        cv2.circle(card, place, int(random.uniform(20, 40)), [float(random.uniform(0, 255))] * 3, int(random.choice([-1, 3, 6])), cv2.LINE_AA)
