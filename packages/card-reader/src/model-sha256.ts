/** Of model/digits.f16, written by tools/card-reader/export.py; the worker reads with no other model. */
export const modelSha256 = "800e2a925806d0b5b88f7e0142940400410aa0207ca1945ba9ddf04351a42727";
