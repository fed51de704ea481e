/** What graphql-js puts at the end of a message. The text before it may quote whatever a document says. */
const SUGGESTION = / ?Did you mean ./s;

/** A message without what the schema has instead, which is not the asker's to probe. */
export function withoutSuggestion(message: string): string {
  if (!message.endsWith('?')) return message;
  const at = message.search(SUGGESTION);
  return at < 0 ? message : message.slice(0, at);
}
