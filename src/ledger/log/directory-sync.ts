/**
 * Directory syncs that many wait for: one that is under way when asked may have begun too early, so the next one
 * serves all who asked since.
 */
export function createDirectorySync(
  sync: (directory: string) => Promise<void>,
): (directory: string) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const next = new Map<string, Promise<void>>();

  function start(directory: string): Promise<void> {
    const run = sync(directory).finally(() => running.delete(directory));
    running.set(directory, run);
    return run;
  }

  return (directory) => {
    const waiting = next.get(directory);
    if (waiting !== undefined) return waiting;
    const before = running.get(directory);
    if (before === undefined) return start(directory);
    const after = before
      .catch(() => undefined)
      .then(() => {
        next.delete(directory);
        return start(directory);
      });
    next.set(directory, after);
    return after;
  };
}
