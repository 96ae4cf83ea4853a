import { createHash, timingSafeEqual } from "node:crypto";

/** Hashed first, so that the comparison takes the same time whatever the lengths are. */
export function isSameSecret(left: string, right: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
