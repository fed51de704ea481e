/** One ICD-10-CM code. */
export interface DiagnosisCode {
  /** With its dot: `E11.9`. */
  readonly code: string;
  readonly description: string;
  /** False: a heading, which MUST NOT be suggested. */
  readonly billable: boolean;
}

/** The loaded code set (CMS order file). */
export interface CodeSet {
  /** As imported: `icd10cm-2021`. */
  readonly version: string;
  /** With or without its dot, any case. `null`: unknown. */
  find(code: string): DiagnosisCode | null;
  /** Billable codes whose description fits the text, best first, each with the words of the text that speak for it. */
  candidates(
    text: string,
    limit: number,
  ): readonly { readonly code: DiagnosisCode; readonly passage: string }[];
}
