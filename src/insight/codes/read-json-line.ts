import { z } from 'zod';
import type { DiagnosisCode } from '../code-set.ts';
import { CodeLineError } from './code-file-error.ts';
import { dottedCode } from './dotted-code.ts';

const Line = z.object({
  code: z.string(),
  billable: z.boolean(),
  short: z.string().optional(),
  long: z.string().optional(),
});

/**
 * One line of the order list as JSON: `{"code": "E11.9", "billable": true, "short": "…", "long": "…"}`.
 * @throws CodeLineError
 */
export function readJsonLine(line: string): DiagnosisCode {
  const parsed = Line.safeParse(toJson(line));
  if (!parsed.success) throw new CodeLineError('expected an object of code, billable, short and long');
  const code = dottedCode(parsed.data.code);
  if (code === null) throw new CodeLineError('expected an ICD-10-CM code');
  const description = parsed.data.long?.trim() || parsed.data.short?.trim() || '';
  if (description === '') throw new CodeLineError('expected a title, long or short');
  return { code, billable: parsed.data.billable, description };
}

function toJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new CodeLineError('expected JSON');
  }
}
