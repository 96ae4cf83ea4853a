/** Of model/digits.f16, written by tools/card-reader/export.py; the worker reads with no other model. */
export const modelSha256 = "e4b1de27473513a838d5a90f9a9b3fb02958da7ef56a53011b746aa07999b421";
