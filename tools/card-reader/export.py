"""Writes the model file and its digest: `export.py CHECKPOINT MODEL DIGEST`. Batch normalisation is folded into the weights before it."""

import hashlib
import sys

import numpy as np
import torch

from network import DigitNetwork

ORDER = ("edge", "fine.0", "fine.1", "wide.0", "wide.1", "wide.2", "wide.3", "back", "join", "head")


def folded(layer):
    """(weights, biases) of a convolution with the normalisation that follows it."""
    if not isinstance(layer, torch.nn.Sequential):
        return layer.weight, layer.bias
    convolution, norm = layer[0], layer[1]
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return convolution.weight * scale[:, None, None, None], norm.bias - norm.running_mean * scale


def model_file(network):
    layers = dict(network.named_modules())
    parts = []
    for name in ORDER:
        weights, biases = folded(layers[name])
        parts += [biases.detach().numpy().astype("<f2").tobytes(), weights.detach().numpy().astype("<f2").tobytes()]
    return b"".join(parts)


if __name__ == "__main__":
    network = DigitNetwork()
    network.load_state_dict(torch.load(sys.argv[1]))
    content = model_file(network.eval())
    with open(sys.argv[2], "wb") as file:
        file.write(content)
    with open(sys.argv[3], "w") as file:
        digest = hashlib.sha256(content).hexdigest()
        file.write(f'/** Of model/digits.f16, written by tools/card-reader/export.py; the worker reads with no other model. */\nexport const modelSha256 = "{digest}";\n')
    print(len(content), "bytes, SHA-256", hashlib.sha256(content).hexdigest())
