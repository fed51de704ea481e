import fc from 'fast-check';
import type { EventFilter } from '../../../src/ledger/event-filter.ts';
import type { OperationRecord, RecordedField } from '../../../src/ledger/operation-record.ts';

const TENANTS = ['riverside', 'lakeside'];
const PATIENTS = ['p1', 'p2', 'p3'];
const ACTORS = ['dr-one', 'dr-two'];
const CLIENTS = ['portal', 'app'];
const PURPOSES = ['TREAT', 'HPAYMT', 'BTG'];
const COORDINATES = ['Patient.name', 'Patient.ssn', 'Observation.value'];
const CATEGORIES = ['DEMOGRAPHICS', 'LAB'];
const DECISIONS = ['PERMIT', 'MASK', 'DENY'] as const;
const KINDS = ['operation', 'refusal', 'privileged'] as const;
const REQUESTS = ['req-1', 'req-2', 'req-3'];
/** The tests' own day; nothing is compared with the clock. */
const START = Date.parse('2026-11-21T00:00:00.000Z');
const moment = fc.integer({ min: 0, max: 20 }).map((minutes) => START + minutes * 60_000);

const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: null, freq: 6 });

const field: fc.Arbitrary<RecordedField> = fc.tuple(
  fc.constantFrom(...COORDINATES),
  maybe(CATEGORIES),
  fc.constantFrom(...DECISIONS),
  fc.constant('NONE'),
  fc.constantFrom('GRANT', 'BREAK_GLASS', 'ROLE'),
  fc.constant(null),
);

/** Few of everything, so that filters meet. */
export const anyRecordOfFew: fc.Arbitrary<OperationRecord> = fc
  .tuple(
    fc.array(
      fc.record({
        type: fc.constant('Patient'),
        fields: fc.array(field, { maxLength: 3 }),
        via: fc.constant(null),
      }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    fc.ulid(),
  )
  .chain(([shapes, id]) =>
    fc.record({
      v: fc.constant(1 as const),
      id: fc.constant(id),
      time: fc.oneof(
        { weight: 30, arbitrary: moment.map((time) => new Date(time).toISOString()) },
        { weight: 1, arbitrary: fc.constant('no time at all') },
      ),
      kind: fc.constantFrom(...KINDS),
      tenant: maybe(TENANTS),
      actor: maybe(ACTORS),
      roles: fc.constant(['NURSE']),
      assurance: fc.constant([]),
      client: maybe(CLIENTS),
      network: fc.constant(null),
      address: fc.constant(null),
      purpose: maybe(PURPOSES),
      policyVersion: fc.constant('v'),
      document: fc.constant(null),
      operation: fc.constant(null),
      request: fc.constantFrom(...REQUESTS),
      session: fc.constant(null),
      refusal: fc.option(fc.constant('FORBIDDEN'), { nil: null, freq: 3 }),
      count: fc.constant(1),
      shapes: fc.constant(shapes),
      subjects: fc.array(
        fc.record({
          subject: maybe(PATIENTS),
          groups: fc.array(
            fc.record({
              shape: fc.nat({ max: shapes.length - 1 }),
              resources: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
              consent: fc.constant(null),
              breakGlass: fc.constant('glass-1'),
            }),
            { maxLength: 3 },
          ),
        }),
        { maxLength: 3 },
      ),
    }),
  );

const narrowings: readonly fc.Arbitrary<EventFilter>[] = [
  fc.record({ tenant: fc.constantFrom(...TENANTS, 'nowhere') }),
  fc.record({ patient: fc.constantFrom(...PATIENTS, 'nobody') }),
  fc.record({ patient: fc.subarray(PATIENTS, { minLength: 1 }) }),
  fc.record({ actor: fc.constantFrom(...ACTORS) }),
  fc.record({ actor: fc.subarray(ACTORS, { minLength: 1 }) }),
  fc.record({ client: fc.constantFrom(...CLIENTS) }),
  fc.record({ request: fc.constantFrom(...REQUESTS) }),
  fc.record({ coordinate: fc.constantFrom(...COORDINATES) }),
  fc.record({ category: fc.constantFrom(...CATEGORIES) }),
  fc.record({ purpose: fc.constantFrom(...PURPOSES) }),
  fc.record({ decision: fc.constantFrom(...DECISIONS) }),
  fc.record({ decisions: fc.subarray([...DECISIONS], { minLength: 1 }) }),
  fc.record({ glass: fc.constant(true as const) }),
  fc.record({ kinds: fc.subarray([...KINDS], { minLength: 1 }) }),
  fc.record({ since: moment }),
  fc.record({ until: moment }),
];

/** Up to four narrowings at once. */
export const anyFilter: fc.Arbitrary<EventFilter> = fc
  .array(fc.oneof(...narrowings), { maxLength: 4 })
  .map((some) => Object.assign({}, ...some));
