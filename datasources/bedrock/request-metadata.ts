/** Bedrock takes 16 pairs of 256 characters. */
const PAIRS = 16;
const LENGTH = 256;
/** What Bedrock allows, without white space: ids have none, and text of people nearly always does. */
const NOT_ALLOWED = /[^A-Za-z0-9:_@$#=/+,.-]/g;

/** Ids for Bedrock's invocation logs, in the characters it takes; whatever else stands there becomes `_`. */
export function requestMetadata(metadata: Readonly<Record<string, string>>): Record<string, string> {
  const plain = (text: string) => text.replace(NOT_ALLOWED, '_').slice(0, LENGTH);
  return Object.fromEntries(
    Object.entries(metadata)
      .filter(([name]) => name !== '')
      .slice(0, PAIRS)
      .map(([name, value]) => [plain(name), plain(value)]),
  );
}
