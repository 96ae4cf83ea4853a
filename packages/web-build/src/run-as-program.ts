/** A build as a program: one sentence when it fails, and an end when the launcher that waits for it has gone away. */

export async function runAsProgram(name: string, run: () => Promise<void>): Promise<void> {
  const end = (): never => process.exit(1);
  process.on("disconnect", end);
  await run().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${name} could not be built: ${reason}\n`);
    process.exitCode = 1;
  });
  process.off("disconnect", end);
  if (process.connected) process.disconnect();
}
