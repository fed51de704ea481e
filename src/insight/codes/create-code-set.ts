import { setImmediate } from 'node:timers/promises';
import type { CodeSet, DiagnosisCode } from '../code-set.ts';
import { clinicalPhrases } from './clinical-phrases.ts';
import { buildCodeIndex } from './code-index.ts';
import { dottedCode } from './dotted-code.ts';
import { findCandidates } from './find-candidates.ts';

/** A code set in memory. @param version `2021`. @param codes each once, in any order. */
export async function createCodeSet(version: string, codes: readonly DiagnosisCode[]): Promise<CodeSet> {
  const byCode = new Map(codes.map((code) => [code.code, Object.freeze(code)]));
  await setImmediate();
  const index = await buildCodeIndex(codes, setImmediate);
  const phrases = clinicalPhrases();
  return Object.freeze({
    version: `icd10cm-${version}`,
    find: (code: string) => byCode.get(dottedCode(code) ?? '') ?? null,
    candidates: (text: string, limit: number) => findCandidates(index, phrases, text, limit),
  });
}
