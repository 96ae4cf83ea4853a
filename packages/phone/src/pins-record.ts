/** What the phone remembers of the newest signed list, and of the configuration beside it. */
import type { SeenServerKeyList } from "@ramznama/activation";

export interface PinsRecord {
  readonly seen: SeenServerKeyList;
  readonly bankName: string;
  readonly cardPrefix: string;
}
