/** Of model/digits.f16, written by tools/card-reader/export.py; the worker reads with no other model. */
export const modelSha256 = "57e5a99261105584fc0c16e9c075f66285c843f9cd0cda7a0cb1398910fef773";
