import type { Gap } from './accounting.ts';

const DATE = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });

/** Plain words, for the patient and for whoever makes the list. */
export function gapText(gap: Gap): string {
  if (gap.reason === 'pruned') {
    const day = DATE.format(Date.parse(gap.until));
    return `We keep this record for a limited time. Entries up to ${day} may have been removed.`;
  }
  if (gap.reason === 'erased') {
    return (
      'This patient’s record was erased. What happened before is on record under a name that cannot be traced back to the ' +
      'patient any more.'
    );
  }
  return 'We have no patient with this ID.';
}
