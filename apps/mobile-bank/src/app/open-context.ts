/** What the screens inside an open Ramznama work with. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { OpenPhone } from "./session.ts";
import type { TokenList } from "./token-list.ts";

export interface OpenRamznama extends OpenPhone {
  readonly list: TokenList;
}

export const OpenContext = createContext<OpenRamznama | undefined>(undefined);

export function useRamznama(): OpenRamznama {
  const open = useContext(OpenContext);
  if (open === undefined) throw new TypeError("Ramznama is not open");
  return open;
}
