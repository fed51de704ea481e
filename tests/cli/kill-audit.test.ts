import { expect, test } from 'vitest';
import { createKillAudit } from '../../src/cli/kill-audit.ts';
import { openTestLedger } from '../ledger/open-test-ledger.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { tempDirectory } from '../ledger/temp-directory.ts';

test('what was received and not recorded is missing: another value, another request, a refused field', async () => {
  const directory = await tempDirectory();
  const audit = createKillAudit(directory);
  const first = await openTestLedger(directory);
  await first.append(sampleRecord({ request: 'one' }));
  await first.close();
  const name = 'Patient/p1 Patient.name';
  const value = 'Observation/o1 Observation.value';
  expect(
    await audit.recorded([
      { request: 'one', values: [name, value, name] },
      { request: 'one', values: ['Patient/p1 Patient.ssn', 'Patient/p3 Patient.name'] },
      { request: 'two', values: [name] },
    ]),
  ).toBe(3);
  // Each writer is read once, when it is gone: another one’s records are the next round’s.
  const second = await openTestLedger(directory);
  await second.append(sampleRecord({ request: 'two' }));
  await second.close();
  expect(await audit.recorded([{ request: 'two', values: [name, 'Patient/p9 Patient.name'] }])).toBe(1);
  expect(await audit.recorded([{ request: 'one', values: [name] }])).toBe(0);
});
