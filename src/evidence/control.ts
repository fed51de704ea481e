import type { PackFile } from './pack-files.ts';

/**
 * One rule beside what a pack shows of it. `shows` MUST claim nothing that the files named do not show; what is not in
 * them MUST stand in `lacks`.
 */
export interface Control {
  readonly rule: 'HIPAA' | 'GDPR';
  readonly clause: string;
  readonly title: string;
  /** What Phield does here, as far as the files show it. */
  readonly shows: string;
  readonly files: readonly PackFile[];
  /** What Phield does not cover, or this pack does not show, and the organisation must. */
  readonly lacks: string;
}
