import { describe, expect, it } from 'vitest';
import { PUBLIC_MESSAGE } from '../../src/errors.ts';
import { lineGateway } from '../support/line-gateway.ts';

const { ask, ledger } = await lineGateway();

/** Names of the schema that nobody used in a request. */
const UNTOLD = /birthDate|PatientConnection|PatientEdge|FhirDate|Boolean|pageInfo/;

describe('what the schema is', () => {
  it.each([
    ['in plain words', '{ __schema { types { name } } }'],
    ['of one type', '{ __type(name: "Patient") { fields { name } } }'],
    ['under another name', '{ ping: __schema { a: types { b: name } } }'],
    ['in a fragment', '{ ...ping } fragment ping on Query { __schema { types { name } } }'],
    [
      'in fragments within fragments',
      '{ ...a } fragment a on Query { ...b } fragment b on Query { ... { __type(name: "Patient") { name } } }',
    ],
    ['in a part that is not included', '{ ping ... @include(if: false) { __schema { types { name } } } }'],
    [
      'in a part that is skipped by a variable',
      'query ($x: Boolean = true) { ping __schema @skip(if: $x) { types { name } } }',
    ],
    ['in an operation that is not chosen', 'query A { ping } query B { __schema { types { name } } }'],
    ['with blanks that nobody sees', '{\ufeff__schema\t,,,{ types { name } } }'],
    ['with a comment in between', '{ __schema # ping\n{ types { name } } }'],
    ['of directives', '{ __schema { directives { name args { name } } } }'],
    ['by a field that is nearly there', '{ pign patint(id: "ada") { id } }'],
    ['by an argument that is nearly there', '{ patient(di: "ada") { id } }'],
    ['by a type that is nearly there', '{ ... on Qery { ping } ...f } fragment f on Patien { id }'],
    ['by a variable of every type', 'query ($a: Patient, $b: Search!, $c: Date) { ping }'],
    ['by a part left out', '{ patient(id: "ada") patients }'],
    [
      'by a value of the wrong kind',
      '{ patients(first: "x", search: { birthDat: 1 }) { edges { cursor } } }',
    ],
  ])('is not told %s', async (_way, query) => {
    for (const request of [
      { body: { query, ...(query.includes('query A') && { operationName: 'A' }) } },
      { method: 'GET', search: `?${new URLSearchParams({ query, operationName: 'A' })}`, body: undefined },
    ]) {
      const { status, body, text } = await ask(request);
      expect(status).toBe(400);
      expect(body.data).toBeUndefined();
      for (const { message, extensions } of body.errors ?? []) {
        expect(extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
        expect(message).toBe(PUBLIC_MESSAGE.GRAPHQL_VALIDATION_FAILED);
      }
      expect(text).not.toMatch(UNTOLD);
    }
    expect(ledger.records).toEqual([]);
  });

  it('is told so far as the type of what one sees', async () => {
    expect((await ask({ body: { query: '{ __typename ping }' } })).body.data).toEqual({
      __typename: 'Query',
      ping: 'pong',
    });
  });
});
