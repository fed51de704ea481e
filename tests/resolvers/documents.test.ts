import { describe, expect, it } from 'vitest';
import { stored } from './fake-context.ts';
import { readNode } from './read-node.ts';

const about = { subjectId: 'amara' };
const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
const plain = (text: string, more: Record<string, unknown> = {}) => ({
  contentType: 'text/plain; charset=utf-8',
  data: base64(text),
  title: 'Note',
  url: 'https://store.test/binary/1',
  ...more,
});
const note = (...attachments: Record<string, unknown>[]) =>
  stored(
    {
      resourceType: 'DocumentReference',
      id: 'd',
      content: attachments.map((attachment) => ({ attachment })),
    },
    about,
  );

describe('DocumentReference', () => {
  it('shows plain text as text, and never the bytes', async () => {
    expect(await readNode(note(plain('Feels weller — naïve, ok?')))).toMatchObject({
      text: 'Feels weller — naïve, ok?',
      attachments: [{ contentType: 'text/plain; charset=utf-8', title: 'Note', url: null, data: null }],
    });
  });

  it.each([
    ['a PDF', plain('%PDF-1.7', { contentType: 'application/pdf' })],
    ['an image', plain('x', { contentType: 'image/png' })],
    ['HTML', plain('<b>x</b>', { contentType: 'text/html' })],
    ['text in another character set', plain('x', { contentType: 'text/plain; charset=utf-16' })],
    ['a type that only begins like text', plain('x', { contentType: 'text/plainness' })],
    ['no type', plain('x', { contentType: undefined })],
    ['what is no base64', plain('x', { data: 'SGVs!bG8=' })],
    ['what is no UTF-8', plain('x', { data: Buffer.from([0xc3, 0x28]).toString('base64') })],
    ['an address', { contentType: 'text/plain', url: 'https://store.test/binary/1' }],
  ])('shows no text of %s', async (_what, attachment) => {
    expect(await readNode(note(attachment), { select: '{ text attachments { url data } }' })).toEqual({
      text: null,
      attachments: [{ url: null, data: null }],
    });
  });

  it('takes the first rendition that is text', async () => {
    const rendered = note(plain('%PDF', { contentType: 'application/pdf' }), plain('one'), plain('two'));
    expect(await readNode(rendered, { select: '{ text }' })).toEqual({ text: 'one' });
  });

  it('reads what the document says of itself', async () => {
    const row = stored(
      {
        resourceType: 'DocumentReference',
        id: 'd',
        status: 'current',
        docStatus: 'final',
        type: { coding: [{ system: 'http://loinc.org', code: '34117-2' }] },
        date: '2024-05-01T10:00:00.000-04:00',
        description: 'first visit',
        author: [{ reference: 'Practitioner/p1' }, { reference: 'Organization/o1' }],
        custodian: { reference: 'Organization/o1' },
        context: { encounter: [{ reference: 'Encounter/e1' }], period: { start: '2024-05-01' } },
      },
      about,
    );
    const directory = [
      { resourceType: 'Practitioner', id: 'p1' },
      { resourceType: 'Organization', id: 'o1', name: 'Riverside Health' },
    ];
    expect(await readNode(row, { directory })).toMatchObject({
      status: 'current',
      docStatus: 'final',
      type: { codings: [{ code: '34117-2' }] },
      date: '2024-05-01T10:00:00.000-04:00',
      description: 'first visit',
      authors: [{ id: 'Practitioner/p1' }],
      custodian: { name: 'Riverside Health' },
      encounter: ['Encounter/e1'],
      period: { start: '2024-05-01', end: null },
    });
  });
});

describe('DiagnosticReport', () => {
  it('reads results, conclusion and the report in plain text', async () => {
    const row = stored(
      {
        resourceType: 'DiagnosticReport',
        id: 'r',
        status: 'final',
        effectiveDateTime: '2024-05-01',
        result: [{ reference: 'Observation/o1', display: 'Glucose' }],
        conclusion: 'normal',
        presentedForm: [plain('all is well')],
      },
      about,
    );
    expect(await readNode(row)).toMatchObject({
      status: 'final',
      effectiveDateTime: '2024-05-01',
      result: ['Observation/o1'],
      conclusion: 'normal',
      text: 'all is well',
      presentedForm: [{ url: null, data: null }],
    });
  });
});
