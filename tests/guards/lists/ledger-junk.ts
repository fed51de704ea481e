import type { Guard } from '../guard.ts';

const JUNK = 'tests/ledger/segments/junk.test.ts';
const BOUNDED = 'whoever makes every byte claim to be a frame is not followed for long';
const SAID = 'what was not searched is a finding, also where a torn tail would be none';

/** Segments that somebody made to be read for ever. */
export const LEDGER_JUNK_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'junk.verified',
    promise: 'no segment keeps a verifier busy for ever',
    file: 'src/ledger/verify/read-frames.ts',
    find: '    left -= length;\n',
    replace: '',
    tests: [JUNK, BOUNDED],
  },
  {
    guard: 'junk.read',
    promise: 'no segment keeps a reader busy for ever',
    file: 'src/ledger/segments/scan-segment.ts',
    find: 'return vain <= most;',
    replace: 'return true;',
    tests: [JUNK, BOUNDED],
  },
  {
    guard: 'junk.verifier-says-so',
    promise: '5 the record cannot be altered unseen',
    file: 'src/ledger/verify/segment-walk.ts',
    find: "if (item.kind === 'unsearched') {",
    replace: "if (item.kind === 'unsearched' && item.end < 0) {",
    tests: [JUNK, SAID],
  },
  {
    guard: 'junk.reader-says-so',
    promise: 'an answer that may be short says so',
    file: 'src/ledger/segments/segment-reading.ts',
    find: "if (item.kind === 'unsearched') {",
    replace: "if (item.kind === 'unsearched' && item.end < 0) {",
    tests: [JUNK, SAID],
  },
]);
