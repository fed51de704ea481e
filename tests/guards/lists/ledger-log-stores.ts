import type { Guard } from '../guard.ts';

const FOLDER = 'tests/ledger/log/folder-store.test.ts';
const TRACE = 'tests/ledger/log/folder-store-trace.test.ts';
const S3 = 'tests/datasources/s3/s3-log-store.test.ts';

/** Where the log lies: made once, replaced only by what follows, on the device before it is told. */
export const LEDGER_LOG_STORE_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'ledger-log.folder-paths',
    promise: 'no path leads out of the log’s folder',
    file: 'src/ledger/log/folder-store.ts',
    find: "    throw new RangeError('no path of a log');\n",
    replace: '    return join(directory, path);\n',
    tests: [FOLDER, 'leads nowhere else'],
  },
  {
    guard: 'ledger-log.file-synced',
    promise: 'an object is on the device before it has its name',
    file: 'src/ledger/log/folder-store.ts',
    find: '      await file.sync();\n',
    replace: '',
    tests: [TRACE, 'an object is synced before it has its name'],
  },
  {
    guard: 'ledger-log.name-synced',
    promise: 'an object’s name is on the device before it is told',
    file: 'src/ledger/log/folder-store.ts',
    find: '      await syncDirectory(dirname(path));\n',
    replace: '',
    tests: [TRACE, 'an object is synced before it has its name'],
  },
  {
    guard: 'ledger-log.slept',
    promise: 'a process that slept has not replaced the checkpoint',
    file: 'src/ledger/log/checkpoint-files.ts',
    find: 'if (last >= number + KEPT) {',
    replace: 'if (last < 0) {',
    tests: [FOLDER, 'has not replaced anything when its number was given'],
  },
  {
    guard: 'ledger-log.shows-in-force',
    promise: 'readers are shown the checkpoint in force',
    file: 'src/ledger/log/checkpoint-files.ts',
    find: '      if (last !== number) continue;\n',
    replace: '',
    tests: [FOLDER, 'that shows an old checkpoint at last'],
  },
  {
    guard: 'ledger-log.sync-serves-later',
    promise: 'a directory sync serves only those who asked before it began',
    file: 'src/ledger/log/directory-sync.ts',
    find: '    if (before === undefined) return start(directory);\n',
    replace:
      '    if (before !== undefined) return before;\n    if (before === undefined) return start(directory);\n',
    tests: [FOLDER, 'serve only those who asked before they began'],
  },
  {
    guard: 'ledger-log.bucket-once',
    promise: 'an object of a bucket is made once',
    file: 'datasources/s3/s3-log-store.ts',
    find: "const status = await put(path, bytes, { IfNoneMatch: '*' });",
    replace: 'const status = await put(path, bytes, {});',
    tests: [S3, 'creates once and never replaces'],
  },
  {
    guard: 'ledger-log.bucket-swap',
    promise: 'a bucket’s checkpoint is replaced only where it is the one expected',
    file: 'datasources/s3/s3-log-store.ts',
    find: '{ IfMatch: present.etag }',
    replace: '{}',
    tests: [S3, 'of many who replace it at once, one does'],
  },
  {
    guard: 'ledger-log.bucket-lock',
    promise: 'what lasts is locked for six years',
    file: 'datasources/s3/s3-log-store.ts',
    find: "return { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until };",
    replace: 'return {};',
    tests: [S3, 'locks what lasts for six years'],
  },
  {
    guard: 'ledger-log.bucket-first',
    promise: 'of a bucket’s object the first version is read',
    file: 'datasources/s3/s3-log-store.ts',
    find: '(await versions(path)).at(-1)',
    replace: '(await versions(path)).at(0)',
    tests: [S3, 'reads what was written first'],
  },
  {
    guard: 'ledger-log.bucket-checksum',
    promise: 'a body that was changed on its way is not believed',
    file: 'datasources/s3/s3-log-store.ts',
    find: "const input = { ...place(path), ChecksumMode: 'ENABLED' } as const;",
    replace: 'const input = place(path);',
    tests: [S3, 'that changes a body on its way is not believed'],
  },
]);
