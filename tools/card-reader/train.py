"""Learns the digits from rendered crops: `train.py FOLDER CHECKPOINT MINUTES [OWN PEER]`, resuming from CHECKPOINT.

Patches of 384 by 96 pixels around the number, not whole crops: digits are dense in them and the network is
convolutional, so what holds there holds everywhere. New shards are taken up while the renderer is still at work.
"""

import copy
import os
import pathlib
import sys
import time

import cv2
import numpy as np
import torch

from crops import normalise
from network import STRIDE, DigitNetwork

PATCH_WIDTH, PATCH_HEIGHT = 384, 96
BATCH = 32
LEARNING_RATE = 3e-3
AVERAGE_KEEPS = 0.998
NONE, LEFT_OUT = 10, 255
PICTURE_SCALE = 42  # three deviations fill a signed byte
MEET_EVERY = 40
FRESH_SHARDS = 60  # kept in memory; the oldest makes way


class Shards:
    """The newest shards of a folder; the first one is kept apart to measure by."""

    def __init__(self, folder):
        self.folder, self.loaded, self.known = folder, [], set()
        self.held_out = None

    def refresh(self):
        for path in sorted(self.folder.glob("*.npz")):
            if path in self.known:
                continue
            self.known.add(path)
            shard = prepare(np.load(path))
            if self.held_out is None:
                self.held_out = shard
            else:
                self.loaded = (self.loaded + [shard])[-FRESH_SHARDS:]

    def pick(self, random):
        shard = self.loaded[random.integers(len(self.loaded))]
        return shard, random.integers(len(shard["pictures"]))


def label_cells(boxes, digits, apart, shape):
    """The class of every cell; what lies between a digit's core and its edge, and other Latin texts, is left out."""
    rows, columns = shape
    ys, xs = np.mgrid[:rows, :columns] * STRIDE
    labels = np.full(shape, NONE, np.uint8)
    labels[apart] = LEFT_OUT
    for (x, y, half_width, half_height), digit in zip(boxes, digits):
        half_width = max(half_width, half_height * 0.4)
        across, down = abs(xs - x), abs(ys - y)
        labels[(across < half_width * 0.85) & (down < half_height * 0.9)] = LEFT_OUT
        labels[(across <= max(2.1, half_width * 0.4)) & (down <= max(2.1, half_height * 0.4))] = digit
    return labels


def prepare(shard):
    """Pictures as the network sees them and the class of every cell, worked out once for all patches to come."""
    shape = tuple(side // STRIDE for side in shard["crops"].shape[1:])
    pictures = [np.round(normalise(crop) * PICTURE_SCALE).astype(np.int8) for crop in shard["crops"]]
    apart = [np.unpackbits(packed).reshape(shape).astype(bool) for packed in shard["apart"]]
    labels = [label_cells(*one, shape) for one in zip(shard["boxes"], shard["digits"], apart)]
    return {"pictures": np.stack(pictures), "labels": np.stack(labels), "boxes": shard["boxes"], "digits": shard["digits"]}


def cut_patch(shard, index, random):
    height, width = shard["pictures"].shape[1:]
    if random.random() < 0.85:
        x, y, _, _ = shard["boxes"][index][random.integers(16)]
        left, top = x - random.uniform(0, PATCH_WIDTH), y - random.uniform(0.2, 0.8) * PATCH_HEIGHT
    else:
        left, top = random.uniform(0, width - PATCH_WIDTH), random.uniform(0, height - PATCH_HEIGHT)
    left = int(np.clip(left, 0, width - PATCH_WIDTH)) // 8 * 8
    top = int(np.clip(top, 0, height - PATCH_HEIGHT)) // 8 * 8
    patch = shard["pictures"][index, top : top + PATCH_HEIGHT, left : left + PATCH_WIDTH]
    cells = shard["labels"][index, top // 4 : (top + PATCH_HEIGHT) // 4, left // 4 : (left + PATCH_WIDTH) // 4]
    return patch, cells


def make_batch(shards, random):
    pairs = [cut_patch(*shards.pick(random), random) for _ in range(BATCH)]
    patches, cells = (np.stack(column) for column in zip(*pairs))
    images = torch.from_numpy(patches.astype(np.float32) / PICTURE_SCALE)[:, None].contiguous(memory_format=torch.channels_last)
    return images, torch.from_numpy(cells.astype(np.int64))


def loss_of(scores, cells):
    each = torch.nn.functional.cross_entropy(scores, cells, ignore_index=LEFT_OUT, reduction="none")
    is_digit = cells < NONE
    count = is_digit.sum().clamp(min=1)
    # Most of a card is no digit: beside the easy ground, what is taken for a digit must still weigh.
    return (each * is_digit).sum() / count + 0.4 * (each * (cells == NONE)).sum() / count


@torch.no_grad()
def measure(network, shard, count=50):
    """Share of digits whose middle cell is right, and of cards with all sixteen right."""
    network.eval()
    right = []
    for index in range(count):
        picture = torch.from_numpy(shard["pictures"][index].astype(np.float32) / PICTURE_SCALE)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = network(picture[None, None].contiguous(memory_format=torch.channels_last))[0].float()
        most = [scores.shape[2] - 1, scores.shape[1] - 1]
        cells = np.clip(np.round(shard["boxes"][index][:, :2] / STRIDE).astype(int), 0, most)
        found = scores[:10, cells[:, 1], cells[:, 0]].argmax(0).numpy()
        right.append(found == shard["digits"][index])
    right = np.array(right)
    return right.mean(), right.all(1).mean()


def average_in(average, network):
    for kept, new in zip(average.state_dict().values(), network.state_dict().values()):
        if kept.dtype.is_floating_point:
            kept.mul_(AVERAGE_KEEPS).add_(new, alpha=1 - AVERAGE_KEEPS)


def meet(network, own, peer):
    """Two processes learn from different patches and meet half way now and then (local SGD): twice the speed of one."""
    torch.save(network.state_dict(), f"{own}.partial")
    os.replace(f"{own}.partial", own)
    if not os.path.exists(peer):
        return
    theirs = torch.load(peer)
    os.remove(peer)  # each meeting counts once
    for mine, other in zip(network.state_dict().values(), theirs.values()):
        if mine.dtype.is_floating_point:
            mine.lerp_(other, 0.5)


def train(folder, checkpoint, minutes, own=None, peer=None):
    random = np.random.default_rng()
    shards = Shards(folder)
    while len(shards.loaded) < 1:
        shards.refresh()
        time.sleep(1)
    network = DigitNetwork().to(memory_format=torch.channels_last)
    if checkpoint.exists():
        network.load_state_dict(torch.load(checkpoint))
    average = copy.deepcopy(network)
    optimizer = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=1e-3)
    started, step, losses = time.time(), 0, []
    while (share := (time.time() - started) / 60 / minutes) < 1:
        for group in optimizer.param_groups:
            group["lr"] = LEARNING_RATE * min(1, (step + 1) / 100) * (0.02 + 0.98 * (1 + np.cos(np.pi * share)) / 2)
        images, cells = make_batch(shards, random)
        network.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = network(images)
        loss = loss_of(scores.float(), cells)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        if step == 200:
            average = copy.deepcopy(network)
        average_in(average, network)
        if peer is not None and step % MEET_EVERY == 0:
            meet(network, own, peer)
        losses.append(loss.item())
        step += 1
        if step % 200 == 0:
            shards.refresh()
            torch.save(average.state_dict(), checkpoint)
            digits, cards = measure(average, shards.held_out)
            print(f"{(time.time() - started) / 60:6.1f} min, step {step}: loss {np.mean(losses[-200:]):.3f}, digits {digits:.4f}, cards {cards:.3f}, {len(shards.known)} shards", flush=True)
    torch.save(average.state_dict(), checkpoint)


if __name__ == "__main__":
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    train(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), float(sys.argv[3]), *sys.argv[4:6])
