import type { DocumentStatus } from '../../generated/schema-types.ts';

/** What a reviewer may make of a document. */
export interface ReviewAct {
  readonly verb: 'approve' | 'reject' | 'retire';
  readonly title: string;
  readonly look: 'primary' | 'danger';
  readonly from: readonly DocumentStatus[];
  /** What it does, told before it is done. */
  readonly about: string;
  /** Told once it is done. */
  readonly done: string;
  readonly needsReason: boolean;
}

/** docs/documents.md, "Status". */
const ACTS: readonly ReviewAct[] = Object.freeze([
  {
    verb: 'approve',
    title: 'Approve',
    look: 'primary',
    from: ['PROPOSED', 'REJECTED'],
    about:
      'The application may run it from now on. Approved is the footprint that you have read, and no wider one.',
    done: 'It is approved and may be run.',
    needsReason: false,
  },
  {
    verb: 'reject',
    title: 'Reject',
    look: 'danger',
    from: ['PROPOSED'],
    about: 'The application may not run it. It can still be approved later.',
    done: 'It is rejected.',
    needsReason: true,
  },
  {
    verb: 'retire',
    title: 'Retire',
    look: 'danger',
    from: ['APPROVED', 'REJECTED'],
    about:
      'Takes it out of service everywhere within five seconds. To run it again it has to be published again.',
    done: 'It is taken out of service.',
    needsReason: true,
  },
]);

export function reviewActs(status: DocumentStatus): readonly ReviewAct[] {
  return ACTS.filter(({ from }) => from.includes(status));
}
