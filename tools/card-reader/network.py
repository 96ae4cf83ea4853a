"""The network: which digit, if any, is in the middle of each cell of four by four pixels.

Ten convolutions in the shape of a shallow hourglass; packages/card-reader/src/layers.ts has the same. Batch normalisation is folded away when it is exported.
"""

import torch
from torch import nn

CLASSES = 11  # ten digits, and none
STRIDE = 4


def _conv(inputs, outputs, stride=1, dilation=1, size=3):
    padding = dilation * (size // 2)
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, padding, dilation, bias=False),
        nn.BatchNorm2d(outputs, momentum=0.05),
        nn.ReLU(inplace=True),
    )


class DigitNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.edge = _conv(1, 12, stride=2)
        self.fine = nn.Sequential(_conv(12, 24, stride=2), _conv(24, 24))
        self.wide = nn.Sequential(_conv(24, 48, stride=2), _conv(48, 48), _conv(48, 48, dilation=2), _conv(48, 48))
        self.back = nn.Conv2d(48, 24, 1)
        self.join = _conv(24, 36)
        self.head = nn.Conv2d(36, 12, 1)

    def forward(self, image):
        fine = self.fine(self.edge(image))
        wide = self.back(self.wide(fine))
        up = nn.functional.interpolate(wide, scale_factor=2, mode="nearest")
        return self.head(self.join(torch.relu(fine + up)))[:, :CLASSES]
