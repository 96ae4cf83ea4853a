/** Of model/digits.f16, written by tools/card-reader/export.py; the worker reads with no other model. */
export const modelSha256 = "b597176b847726c4e811f52bc7eee68decd571779321af36a8ce004ba86ea346";
