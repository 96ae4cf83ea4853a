/** Of model/digits.f16, written by tools/card-reader/export.py; the worker reads with no other model. */
export const modelSha256 = "366f599bfff7e0b0b72f064397b86b025f0a9bf5badb0923c8a6f2301532778a";
