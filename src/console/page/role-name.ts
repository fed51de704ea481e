const NAMES: Readonly<Record<string, string>> = Object.freeze({
  PRIVACY_OFFICER: 'privacy officer',
  AUDITOR: 'auditor',
});

/** A reviewer's role in words; any other as it is. */
export function roleName(role: string): string {
  return NAMES[role] ?? role;
}
