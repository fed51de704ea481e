/** One line for a terminal: nothing that an identity provider puts into an id, or a forger into a ledger, may steer it. */
export function safeLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
