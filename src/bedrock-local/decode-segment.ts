/** One segment of a path, decoded; empty where it does not decode, which is no name of anything. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}
