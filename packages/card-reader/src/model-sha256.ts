/** Of model/digits.f16, written by tools/card-reader/export.py; the worker reads with no other model. */
export const modelSha256 = "b4bd66519507bc8ac5423be4ca3769f53ff3fcc92fd5f1def699866c2fb2b4e4";
