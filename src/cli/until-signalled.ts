/** Calls `end` at the first SIGINT or SIGTERM. */
export function untilSignalled(end: () => void): void {
  const once = () => {
    process.off('SIGINT', once);
    process.off('SIGTERM', once);
    end();
  };
  process.on('SIGINT', once);
  process.on('SIGTERM', once);
}
