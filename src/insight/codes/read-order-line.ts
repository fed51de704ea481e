import type { DiagnosisCode } from '../code-set.ts';
import { CodeLineError } from './code-file-error.ts';
import { dottedCode } from './dotted-code.ts';

export interface OrderLine extends DiagnosisCode {
  readonly order: number;
}

/**
 * One line of the CMS order file (`icd10cm_order_YYYY.txt`): order number in columns 1–5, code 7–13, 1 for a code that
 * may be billed in 15, short title 17–76, long title from 78
 * (https://www.cms.gov/medicare/coding-billing/icd-10-codes, the file's own guide).
 * @throws CodeLineError
 */
export function readOrderLine(line: string): OrderLine {
  if (!/^\d{5} .{7} [01] /.test(line)) {
    throw new CodeLineError('expected an order number, a code and 0 or 1 in columns 1, 7 and 15');
  }
  const code = dottedCode(line.slice(6, 13));
  if (code === null) throw new CodeLineError('expected an ICD-10-CM code in columns 7 to 13');
  const description = line.slice(77).trim() || line.slice(16, 76).trim();
  if (description === '') throw new CodeLineError('expected a title from column 17 or 78');
  return { order: Number(line.slice(0, 5)), code, billable: line[14] === '1', description };
}
