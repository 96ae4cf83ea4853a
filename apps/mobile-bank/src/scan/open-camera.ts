/** The camera at the back of the phone: asked for once a visit, and given back when the visit ends. */

export type CameraRefusal = "refused" | "missing" | "busy";

export interface Camera {
  readonly stream: MediaStream;
  /** Undefined where there is no light. */
  readonly setTorch: ((isOn: boolean) => Promise<void>) | undefined;
  readonly stop: () => void;
}

export type CameraOutcome =
  | { readonly ok: true; readonly camera: Camera }
  | { readonly ok: false; readonly reason: CameraRefusal };

/** Enough for the digits of a card that fills the frame; a phone held upright turns the two around. */
const wanted: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1080 } },
};

export async function openCamera(): Promise<CameraOutcome> {
  // Absent on pages without TLS and in browsers without a camera of their own.
  const { mediaDevices } = navigator as { readonly mediaDevices?: MediaDevices };
  if (mediaDevices === undefined) return { ok: false, reason: "missing" };
  try {
    return { ok: true, camera: describeCamera(await mediaDevices.getUserMedia(wanted)) };
  } catch (error) {
    return { ok: false, reason: refusalOf(error) };
  }
}

/** Media Capture and Streams, 10.2: what getUserMedia rejects with. */
export function refusalOf(error: unknown): CameraRefusal {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return "busy";
}

function describeCamera(stream: MediaStream): Camera {
  const [track] = stream.getVideoTracks();
  // MediaStream Image Capture; the light is not in TypeScript's DOM, and Firefox before 132 tells no capabilities.
  const told = track as
    { readonly getCapabilities?: () => { readonly torch?: boolean } } | undefined;
  const capabilities = told?.getCapabilities?.();
  return {
    stream,
    setTorch:
      capabilities?.torch === true
        ? async (isOn) => {
            await track?.applyConstraints({
              advanced: [{ torch: isOn } as MediaTrackConstraintSet],
            });
          }
        : undefined,
    stop: () => {
      for (const one of stream.getTracks()) one.stop();
    },
  };
}
