"""Digits drawn as strokes, each set a little different: square, chamfered or round, wide or narrow, thin or bold.

Embossed cards use faces of this kind (Farrington 7B and its relatives) that no free font has. One set is one `face`;
a reader that has seen thousands of them does not depend on the shapes of a single one.
"""

import cv2
import numpy as np


def _cut_corners(points, closed, radius, rounds):
    """Chaikin's corner cutting: one round gives chamfers, three give arcs. `radius` is a share of the shorter side."""
    points = np.asarray(points, float)
    for step in range(rounds):
        share = radius if step == 0 else 0.25
        following = np.roll(points, -1, 0) if closed else points[1:]
        starts = points if closed else points[:-1]
        lengths = np.linalg.norm(following - starts, axis=1, keepdims=True)
        cut = np.minimum(share if step == 0 else share * lengths, lengths * 0.5)
        unit = (following - starts) / np.maximum(lengths, 1e-9)
        pairs = np.stack([starts + unit * cut, following - unit * cut], 1).reshape(-1, 2)
        points = pairs if closed else np.vstack([points[:1], pairs[1:-1], points[-1:]])
    return points


def _skeletons(r):
    """Strokes of each digit in a box of one by one: lists of (points, closed)."""
    m = 0.46 + r.uniform(-0.05, 0.08)  # where the bars of 3, 5, 6, 8, 9 are
    inset = r.choice([0.0, 0.0, 0.06, 0.12])
    short = r.choice([0.0, 0.0, 0.08, 0.16])
    box = [(0, 0), (1, 0), (1, 1), (0, 1)]
    zero = [(box, True)]
    decoration = r.random()
    if decoration < 0.12:
        zero.append(([(0.75, 0.25), (0.25, 0.75)], False))
    elif decoration < 0.2:
        zero.append(([(0.5, 0.42), (0.5, 0.58)], False))
    x = r.uniform(0.45, 0.7)
    one = [([(x - r.uniform(0.2, 0.45), r.uniform(0.08, 0.25)), (x, 0), (x, 1)], False)]
    if r.random() < 0.5:
        one.append(([(x - 0.4, 1), (min(x + 0.4, 1), 1)], False))
    if r.random() < 0.55:
        two = [([(0, short), (0, 0), (1, 0), (1, m), (0, m), (0, 1), (1, 1)], False)]
    else:
        two = [([(0, 0.22), (0, 0), (1, 0), (1, 0.4), (0, 1)], False), ([(0, 1), (1, 1)], False)]
    if r.random() < 0.8:
        three = [([(0, short), (0, 0), (1, 0), (1, 1), (0, 1), (0, 1 - short)], False), ([(r.uniform(0.1, 0.45), m), (1, m)], False)]
    else:
        three = [([(0, 0), (1, 0), (0.5, m - 0.06)], False), ([(0.5, m - 0.06), (1, m), (1, 1), (0, 1), (0, 1 - short)], False)]
    bar, stem = r.uniform(0.6, 0.75), r.uniform(0.65, 0.85)
    if r.random() < 0.6:
        four = [([(stem, 1), (stem, 0)], False), ([(stem, 0), (0, bar)], False), ([(0, bar), (1, bar)], False)]
    else:
        four = [([(r.uniform(0, 0.3), 0), (0, bar)], False), ([(0, bar), (1, bar)], False), ([(stem, r.uniform(0.1, 0.45)), (stem, 1)], False)]
    five = [([(1 - inset / 2, 0), (inset / 2, 0), (0, m), (1, m), (1, 1), (0, 1), (0, 1 - short)], False)]
    if r.random() < 0.65:
        six = [([(1, short), (1 - inset, 0), (0, 0), (0, 1), (1, 1), (1, m), (0, m)], False)]
    else:
        six = [([(r.uniform(0.6, 0.9), 0), (0, m + 0.1), (0, 1), (1, 1), (1, m), (0.05, m)], False)]
    foot = r.uniform(0.1, 0.6)
    if r.random() < 0.7:
        seven = [([(0, short), (0, 0), (1, 0)], False), ([(1, 0), (foot, 1)], False)]
    else:
        seven = [([(0, 0), (1, 0), (1, 0.3), (foot, 0.6), (foot, 1)], False)]
    eight = [([(inset, 0), (1 - inset, 0), (1 - inset, m), (inset, m)], True), ([(0, m), (1, m), (1, 1), (0, 1)], True)]
    nine = [(np.array([1.0, 1.0]) - np.array(points), closed) for points, closed in six]
    return [zero, one, two, three, four, five, six, seven, eight, nine]


def make_stroke_face(random):
    """A function from digit and height in pixels to (mask, advance), all digits in one style."""
    skeletons = _skeletons(random)
    rounds = int(random.choice([0, 1, 2, 3, 3, 3]))
    radius = random.uniform(0.08, 0.42)
    aspect = random.uniform(0.45, 0.78)
    weight = random.uniform(0.07, 0.19)
    slant = random.uniform(-0.02, 0.12) if random.random() < 0.15 else 0.0

    def draw(digit, height):
        scale = 4
        stroke = max(1.0, weight * height)
        inner = np.array([aspect * height - stroke, height - stroke])
        pad = 3
        size = (int(height + 2 * pad) * scale, int(aspect * height * 1.25 + 2 * pad) * scale)
        mask = np.zeros(size, np.uint8)
        for points, closed in skeletons[digit]:
            line = np.asarray(points, float) * inner
            line = _cut_corners(line, closed, radius * inner[0], rounds) + stroke / 2
            line[:, 0] += slant * (height - line[:, 1])
            where = np.round((line + pad) * scale * 16).astype(np.int32)
            cv2.polylines(mask, [where.reshape(-1, 1, 2)], closed, 255, max(1, round(stroke * scale)), cv2.LINE_AA, 4)
        mask = cv2.resize(mask, None, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_AREA)
        return mask, pad, aspect * height

    return draw
