import { randomBytes } from 'node:crypto';
import type { GraphQLField } from 'graphql';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { AccessVector } from '../../src/access/access-vector.ts';
import { relationshipBit } from '../../src/access/decide.ts';
import type { GuardContext } from '../../src/access/guard-context.ts';
import { OperationAccess } from '../../src/access/operation-access.ts';
import { pageArguments } from '../../src/access/page-arguments.ts';
import type { Row } from '../../src/access/row.ts';
import { createCursorSealer } from '../../src/access/seal-cursor.ts';
import { BadUserInputError } from '../../src/errors.ts';
import { actor } from '../support/small-gateway.ts';
import { subjectFacts } from '../support/subject-facts.ts';
import { accessClass, CLINIC_MODEL, clinicType, situation } from './clinic-model.ts';

const schema = buildSchema('type Query { rows(first: Int, after: String, kind: String, size: Int): String }');
const cursors = createCursorSealer(Buffer.alloc(32, 1), randomBytes);

function listField(): GraphQLField<unknown, GuardContext> {
  const field = schema.getQueryType()?.getFields().rows;
  if (field === undefined) throw new Error('no field');
  return field;
}

interface Where {
  readonly tenant?: string;
  readonly issuer?: string;
  readonly id?: string;
  readonly accessClass?: string;
  readonly coordinate?: string;
  readonly parent?: string | null;
  readonly args?: Record<string, unknown>;
}

/** Asks for a page of the same list, but for what is said. */
function ask(
  { tenant = 'riverside', issuer = 'urn:test', id = 'user-1', parent = 'ada', ...where }: Where,
  first: unknown,
  after: unknown = null,
) {
  const access = new OperationAccess({
    actor: actor({ tenant, issuer, id }),
    vector: new AccessVector(CLINIC_MODEL, accessClass()),
    facts: { facts: () => Promise.reject(new Error('nobody asks')) },
    situationOf: () => situation(relationshipBit('CARE_TEAM')),
    now: 0,
  });
  const context: GuardContext = {
    access,
    cursors,
    accessClass: where.accessClass ?? 'class-1',
    zip3Populous: () => true,
  };
  const pages = pageArguments(where.coordinate ?? 'Patient.observations', listField());
  const row = parent === null ? null : rowOf(access, parent);
  return pages({ first, after, kind: 'a', ...where.args }, context, row);
}

function rowOf(access: OperationAccess, subjectId: string): Row | null {
  return access.admit(subjectFacts({ subjectId })).row(clinicType('Patient'), { id: subjectId });
}

describe('the size of a page', () => {
  it.each([0, 1, 200])('%j is one', (first) => {
    expect(ask({}, first).args.first).toBe(first);
  });

  it.each([-1, 201, 2_147_483_647, null, undefined, '5'])('%j is none', (first) => {
    expect(() => ask({}, first)).toThrow(BadUserInputError);
  });
});

describe('a cursor', () => {
  const seal = () => cursors.seal('place-7', ask({}, 1).sealContext);

  it('opens for the same list, whatever the order of its arguments', () => {
    expect(ask({}, 1, seal()).args.after).toBe('place-7');
    const ordered = cursors.seal('p', ask({ args: { kind: 'a', size: 1 } }, 1).sealContext);
    expect(ask({ args: { size: 1, kind: 'a' } }, 1, ordered).args.after).toBe('p');
  });

  it.each<[string, Where]>([
    ['tenant', { tenant: 'lakeside' }],
    ['issuer', { issuer: 'urn:other' }],
    ['actor', { id: 'user-2' }],
    ['access class', { accessClass: 'class-2' }],
    ['coordinate', { coordinate: 'Patient.conditions' }],
    ['patient', { parent: 'ben' }],
    ['parent', { parent: null }],
    ['arguments', { args: { kind: 'b' } }],
    ['number of arguments', { args: { size: 1 } }],
  ])('does not open for another %s', (_part, where) => {
    expect(() => ask(where, 1, seal())).toThrow(BadUserInputError);
  });

  it.each(['', 'place-7', 'AAAA', 7, {}])('is not %j', (after) => {
    expect(() => ask({}, 1, after)).toThrow(BadUserInputError);
  });
});
