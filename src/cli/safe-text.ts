import { safeLine } from './safe-line.ts';

/** Lines for a terminal: nothing that a file or a name brings with it may steer it, but for the ends of lines and tabs. */
export function safeText(text: string): string {
  const safe = (line: string) => line.split('\t').map(safeLine).join('\t');
  return text.split('\n').map(safe).join('\n');
}
