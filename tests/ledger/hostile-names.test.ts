import { describe, expect, it } from 'vitest';
import { decodeRecord } from '../../src/ledger/decode-record.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import { readBundle, writeBundle } from '../../src/ledger/log/entry-bundle.ts';
import { recordedMethods } from '../../src/ledger/recorded-methods.ts';
import { encodeParts, RECORD_BYTES } from '../../src/ledger/split-record.ts';
import { runGateway } from '../support/running-gateway.ts';
import { actor, sdlWith, smallGateway } from '../support/small-gateway.ts';
import { collectLedger } from './collect-ledger.ts';
import { HOSTILE } from './hostile-texts.ts';
import { openTestLedger } from './open-test-ledger.ts';
import { sampleRecord } from './sample-record.ts';
import { tempDirectory } from './temp-directory.ts';

const cases = Object.entries(HOSTILE);

describe('whatever a name is', () => {
  it.each(cases)(
    'its record is one line of its own, reads back the same and leaves its neighbours whole: %s',
    async (_, text) => {
      const record = sampleRecord({
        actor: text,
        client: text,
        session: text,
        operation: text,
        request: text,
        subjects: [
          { subject: text, groups: [{ shape: 0, resources: [text], consent: text, breakGlass: text }] },
        ],
      });
      for (const bytes of encodeParts(record)) {
        // No byte below the space, so that no line, frame or bundle ends within.
        expect(bytes.some((byte) => byte < 0x20 || byte === 0x7f)).toBe(false);
        expect(bytes.length).toBeLessThanOrEqual(65_535);
      }
      const directory = await tempDirectory();
      const ledger = await openTestLedger(directory);
      for (const one of [sampleRecord({ id: 'before' }), record, sampleRecord({ id: 'after' })])
        await ledger.append(one);
      await ledger.close();
      const { records, findings } = await collectLedger(directory);
      expect(findings).toEqual([]);
      const events = records.flatMap((one) => [...expandRecord(one.record, one.firstOrdinal)]);
      expect(events.filter(({ id }) => id.startsWith(record.id)).map(({ actor: who }) => who)).toContain(
        text,
      );
      expect(
        records.map(({ record: { id } }) => id).filter((id) => id === 'before' || id === 'after'),
      ).toHaveLength(2);
      const entries = encodeParts(record);
      expect(
        readBundle(writeBundle(entries), entries.length)?.map(
          (entry) => Buffer.compare(entry, entries[0] ?? entry) === 0,
        )[0],
      ).toBe(true);
    },
  );

  it('methods of a sign-in are recorded by their names, and none but names', () => {
    expect(recordedMethods(['mfa', 'pwd', 'urn:x:1'])).toEqual(['mfa', 'pwd', 'urn:x:1']);
    expect(recordedMethods([...Object.values(HOSTILE), 'mfa'])).toEqual(['not-a-method', 'mfa']);
    expect(recordedMethods(Array.from({ length: 200 }, (_, n) => `m${n}`))).toHaveLength(16);
  });

  it.each(cases)('an operation goes on record whatever its sign-in says: %s', async (_, text) => {
    const { ledger, run } = await smallGateway({
      typeDefs: await sdlWith(`
        type Query { patient: Patient }
        type Patient @subject(field: "id") { id: ID! @notPhi birthDate: FhirDate @phi(category: DEMOGRAPHICS, identifier: DATE) }
      `),
      resolvers: {
        Query: { patient: () => ({ resourceType: 'Patient', id: 'ada', birthDate: '1980-05-05' }) },
      },
      world: { ties: { ada: ['CARE_TEAM'] } },
    });
    const many = Array.from({ length: 200 }, (__, n) => `${text}${n}`);
    const { status } = await run('{ patient { birthDate } }', actor({ assurance: many }));
    expect(status).toBe(200);
    const [record] = ledger.records;
    if (record === undefined) throw new Error('nothing was recorded');
    expect(encodeParts(record).every(({ length }) => length < RECORD_BYTES / 10)).toBe(true);
    expect(record.assurance.length).toBeLessThanOrEqual(16);
  });
});

describe('through the front door', () => {
  it('no text of a caller is on record but in its place and of its form', async () => {
    const gateway = await runGateway();
    try {
      const physician = await gateway.persona('physician');
      const sent: string[] = [];
      for (const text of Object.values(HOSTILE)) {
        const headers = {
          'x-request-id': safeHeader(text),
          'user-agent': safeHeader(text),
          traceparent: safeHeader(text),
        };
        const asked = await gateway.ask(
          physician,
          'query Q($id: ID!) { patient(id: $id) { id } node(id: $id) { __typename } }',
          {
            variables: { id: text },
            headers,
          },
        );
        expect(asked.status).toBeLessThan(500);
        sent.push(text);
      }
      const longName = `N${'x'.repeat(5_000)}`;
      const long = await gateway.ask(
        physician,
        `query ${longName} { patient(id: "demo-ada") { fhirId birthDate } }`,
      );
      expect(long.status).toBe(200);
      const events = await gateway.events({ kinds: ['operation'] });
      expect(events.length).toBeGreaterThan(0);
      for (const event of events) {
        const { subject, resource, operation, actor: who, client, request, session } = event;
        for (const id of [subject, resource.id]) expect(id ?? '').toMatch(/^[A-Za-z0-9.-]{0,64}$/);
        expect(operation ?? '').toMatch(/^[_A-Za-z0-9]{0,128}$/);
        expect(request).toMatch(/^[0-9A-Z]{26}$/);
        for (const name of [who, client, session]) expect(name ?? '').toMatch(/^[\x20-\x7e]{0,255}$/);
        for (const text of sent) expect(JSON.stringify(event)).not.toContain(JSON.stringify(text));
      }
      expect(events.some(({ operation }) => operation === longName.slice(0, 128))).toBe(true);
      expect(decodeRecord(encodeParts(sampleRecord())[0] ?? new Uint8Array())).not.toBeNull();
    } finally {
      await gateway.close();
    }
  });

  it.each(['sub', 'client'] as const)(
    'a token whose %s is no name is nobody’s, and is counted',
    async (claim) => {
      const gateway = await runGateway();
      try {
        for (const [what, text] of cases.filter(
          ([name]) => !['a formula', 'a record', 'quotes and commas'].includes(name),
        )) {
          const token = await gateway.token({ [claim]: text }).catch(() => null);
          // Some cannot even be written down as a token.
          if (token === null) continue;
          expect([what, (await gateway.ask(token, '{ me { id } }')).status]).toEqual([what, 401]);
        }
        await gateway.stop();
        const refused = await gateway.events({ kinds: ['refusal'] });
        expect(refused.length).toBeGreaterThan(0);
        for (const { actor: who, client, session } of refused)
          expect([who, client, session]).toEqual([null, null, null]);
      } finally {
        await gateway.close();
      }
    },
  );
});

/** What a header can bear at all. */
function safeHeader(text: string): string {
  return text.replace(/[^\t\x20-\x7e]/g, '?').slice(0, 4_000);
}
