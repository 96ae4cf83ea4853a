/** What the process is told by its environment. */
import { z } from "zod";
import type { LanDoor } from "./platform/lan-door.ts";
import { SandboxError } from "./platform/sandbox-error.ts";

const port = z.coerce.number().int().min(0).max(65_535);

const Environment = z.object({
  PORT: port.default(7700),
  PUBLIC_PORT: port.default(7701),
  INTERNAL_PORT: port.default(7702),
  DATA_FOLDER: z.string().min(1),
  /** Names with ports, as in the header Host, under which a TLS front on this machine lets others in. */
  ADMITTED_HOSTS: z
    .string()
    .default("")
    .transform((text) => text.toLowerCase().split(",").filter(Boolean))
    .pipe(z.array(z.string().regex(/^(?:[a-z0-9.-]+|\[[0-9a-f:]+\]):\d+$/u))),
  ADMITTED_PUBLIC_PORT: port.default(7711),
});

export interface Configuration {
  readonly port: number;
  readonly publicPort: number;
  readonly internalPort: number;
  readonly dataFolder: string;
  /** undefined: this machine alone. */
  readonly lanDoor: LanDoor | undefined;
}

export function parseConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const names = parsed.error.issues.map(({ path }) => path.join(".")).join(", ");
    throw new SandboxError(
      "configuration_invalid",
      `Missing or wrong in the environment: ${names}.`,
    );
  }
  const { PORT, PUBLIC_PORT, INTERNAL_PORT, DATA_FOLDER } = parsed.data;
  const { ADMITTED_HOSTS: admitted, ADMITTED_PUBLIC_PORT } = parsed.data;
  return {
    port: PORT,
    publicPort: PUBLIC_PORT,
    internalPort: INTERNAL_PORT,
    dataFolder: DATA_FOLDER,
    lanDoor:
      admitted.length === 0
        ? undefined
        : { hosts: new Set(admitted), publicPort: ADMITTED_PUBLIC_PORT },
  };
}
