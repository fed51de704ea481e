/** What one measurement found, as printed. */
export interface EvalTable {
  readonly title: string;
  readonly columns: readonly string[];
  /** Cells in the order of the columns. MUST NOT hold text of a sample. */
  readonly rows: readonly (readonly (string | number)[])[];
  /** What was tuned on what, what is compared, what is not measured. */
  readonly notes: readonly string[];
}

/** A file `eval/<part>.ts`. */
export interface EvalPart {
  /**
   * @param samples folder that the archives were unpacked into: `<samples>/text/text/asq-phi.jsonl`,
   *   `<samples>/bulk-10-patients/Patient.000.ndjson`, …
   * @throws MissingSample the part is skipped, and it is said why
   */
  run(samples: string): Promise<EvalTable | readonly EvalTable[]>;
}

export function isEvalPart(value: unknown): value is EvalPart {
  return typeof value === 'object' && value !== null && 'run' in value && typeof value.run === 'function';
}
