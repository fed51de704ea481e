import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DiagnosisCode } from '../code-set.ts';
import { CodeFileError } from './code-file-error.ts';
import { dottedCode } from './dotted-code.ts';

/** The first line of a stored code set, as JSON; after it one code a line: code, 1 or 0, description, between tabs. */
export const CodeFileHead = z.strictObject({
  format: z.literal(1),
  system: z.literal('icd10cm'),
  version: z.string().regex(/^\d{4}([.-][A-Za-z0-9]{1,16})?$/),
  codes: z.int().min(1),
  billable: z.int().min(1),
  /** Hex, over every byte after the first line. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type CodeFileHead = z.infer<typeof CodeFileHead>;

export function encodeCodeFile(version: string, codes: readonly DiagnosisCode[]): string {
  const body = codes
    .map(({ code, billable, description }) => `${code}\t${billable ? 1 : 0}\t${description}\n`)
    .join('');
  const head: CodeFileHead = {
    format: 1,
    system: 'icd10cm',
    version,
    codes: codes.length,
    billable: codes.filter(({ billable }) => billable).length,
    sha256: checksum(body),
  };
  return `${JSON.stringify(CodeFileHead.parse(head))}\n${body}`;
}

export interface CodeFile {
  readonly head: CodeFileHead;
  /** In the order of codes. */
  readonly codes: readonly DiagnosisCode[];
}

/** Lines between two pauses, so that a running gateway goes on answering. */
const BETWEEN_PAUSES = 8_000;

/** @throws CodeFileError with the line of the first thing wrong. */
export async function decodeCodeFile(
  text: string,
  file: string,
  pause: () => Promise<unknown>,
): Promise<CodeFile> {
  const start = text.indexOf('\n') + 1;
  const head = readHead(text.slice(0, Math.max(start - 1, 0)), file);
  const codes: DiagnosisCode[] = [];
  let billable = 0;
  let before = '';
  const pattern = /([^\t\n]+)\t([01])\t([^\t\n]+)\n/y;
  for (let at = start; at < text.length; ) {
    pattern.lastIndex = at;
    const [line = '', code = '', flag, description = ''] = pattern.exec(text) ?? [];
    if (line === '' || dottedCode(code) !== code || code <= before) {
      throw new CodeFileError(file, codes.length + 2, 'expected a code, 0 or 1 and a description, in order');
    }
    before = code;
    at += line.length;
    if (flag === '1') billable += 1;
    codes.push({ code, billable: flag === '1', description });
    if (codes.length % BETWEEN_PAUSES === 0) await pause();
  }
  if (checksum(text.slice(start)) !== head.sha256) {
    throw new CodeFileError(file, 1, 'the checksum does not fit the codes: import the set again');
  }
  if (codes.length !== head.codes || billable !== head.billable) {
    throw new CodeFileError(file, 1, 'the counts do not fit the codes');
  }
  return { head, codes };
}

/** @throws CodeFileError */
export function readHead(line: string, file: string): CodeFileHead {
  const parsed = CodeFileHead.safeParse(toJson(line));
  if (!parsed.success) throw new CodeFileError(file, 1, 'expected the head of a stored code set');
  return parsed.data;
}

function toJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function checksum(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}
