/** The phone's light, where it has one that a page may use. */
import { IconButton } from "@ramznama/design";
import type { ScanTextKey } from "@ramznama/persian";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Camera } from "./open-camera.ts";

export interface TorchButtonProps {
  readonly say: (key: ScanTextKey) => string;
  readonly setTorch: Camera["setTorch"];
}

export function TorchButton({ say, setTorch }: TorchButtonProps): VNode | null {
  const [isOn, setOn] = useState(false);
  if (setTorch === undefined) return null;
  return (
    <IconButton
      icon="torch"
      look={isOn ? "outlined" : "plain"}
      label={say(isOn ? "torchOff" : "torchOn")}
      onPress={() => {
        // A light that does not obey stays as it is.
        setTorch(!isOn).then(
          () => {
            setOn(!isOn);
          },
          () => undefined,
        );
      }}
    />
  );
}
