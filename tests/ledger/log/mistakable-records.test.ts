import { expect, test } from 'vitest';
import { memoryLogStore } from './memory-log-store.ts';
import { records, smallLedger } from './small-ledger.ts';

const SIGNATURE = Buffer.alloc(64).toString('base64');

/** Another writer's next head, as a thief of this one's key would like to put it into the log. */
const FALSE_HEAD = `{"v":1,"writer":"01KAJ000000000000000000001","seq":999,"kind":"heartbeat","time":"2026-11-21T10:00:00.000Z","records":0,"total":0,"root":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=","prev":null}\n${SIGNATURE}`;

test.each([
  ['a head', FALSE_HEAD],
  ['the beginning of a head', '{"v":1,"writer":"x"}'],
  ['a certificate', '{"v":1,"kind":"writer","id":"x"}'],
  ['any signed line', `{}\n${SIGNATURE}`],
])('a batch with a record that passes for %s is not taken into the log', async (_, text) => {
  const { installation, source, sequencer, findings } = smallLedger();
  const [bad, good] = [await installation.writer(), await installation.writer()];
  source.put(bad.seal('open', [bad.certificate]), bad.seal('records', [...records(2), Buffer.from(text)]));
  source.put(good.seal('open', [good.certificate]), good.seal('records', records(1)));
  expect(await sequencer(memoryLogStore()).step()).toMatchObject({ kind: 'grown', entries: 6 });
  expect(findings).toEqual([{ code: 'BATCH_REFUSED', writer: bad.writer, seq: 2, fault: 'RECORD' }]);
});
