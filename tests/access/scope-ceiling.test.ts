import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import type { AccessModel } from '../../src/access/access-model.ts';
import type { TenantPolicy } from '../../src/access/tenant-policy.ts';
import { DEFAULT_ACCESS_SETTINGS } from '../../src/access/tenant-settings.ts';
import { VectorCache } from '../../src/access/vector-cache.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { actor } from '../support/small-gateway.ts';
import { situation } from './clinic-model.ts';

let model: AccessModel;
beforeAll(async () => {
  model = readAccessModel(readSdl(await loadSdl(join(import.meta.dirname, '..', '..', 'schema'))));
});

const POLICY: TenantPolicy = {
  version: 'v1',
  narrow: (grants) => grants,
  grantsRole: (role, grant) => grant.roles.includes(role),
  settings: DEFAULT_ACCESS_SETTINGS,
  isAssured: () => true,
  situationOf: () => situation(0),
  revealSeconds: () => null,
  insights: null,
};

interface Decided {
  readonly coordinate: string;
  /** Permitted with its mask, or why not. */
  readonly outcome: string;
}

/** Every decision of the actor's class at its widest, for each category a row may have. */
function decidedFor(cache: VectorCache, who: Partial<Actor>): readonly Decided[] {
  const { vector } = cache.open(actor(who), POLICY);
  return Object.values(model.types).flatMap((type) =>
    vector.widest(type).flatMap(({ categories, decisions }) =>
      type.fields.map((field) => {
        const { decision, mask, reason } = decisions[field.index] ?? {
          decision: 'DENY',
          mask: '',
          reason: '',
        };
        return {
          coordinate: `${field.coordinate} ${categories}`,
          outcome: decision === 'DENY' ? `DENY ${reason}` : mask,
        };
      }),
    ),
  );
}

const isOpen = ({ outcome }: Decided) => !outcome.startsWith('DENY');

const US_CORE = 'http://hl7.org/fhir/us/core/CodeSystem';
const THO = 'http://terminology.hl7.org/CodeSystem';
const scope = fc
  .tuple(
    fc.constantFrom('patient', 'user', 'system'),
    fc.constantFrom('*', 'Patient', 'Observation', 'Condition', 'Consent'),
    fc.constantFrom('r', 's', 'rs', 'cruds'),
    fc.constantFrom(
      '',
      '',
      `?category=${THO}/observation-category|laboratory`,
      `?category=${US_CORE}/us-core-category|sdoh`,
    ),
  )
  .map(([context, type, permissions, category]) => `${context}/${type}.${permissions}${category}`);
const scopes = fc.array(scope, { maxLength: 4 });
const who = fc.constantFrom<Partial<Actor>>(
  { roles: ['PHYSICIAN'], purpose: 'TREAT' },
  { roles: ['NURSE', 'BILLING'], purpose: 'TREAT' },
  { roles: ['BILLING'], purpose: 'HPAYMT' },
  { roles: ['PATIENT'], purpose: 'PATRQT', patient: 'ada' },
  { roles: ['RESEARCHER'], purpose: 'HRESCH' },
  { roles: ['SYSTEM'], purpose: 'TREAT' },
  { roles: ['AUDITOR'], purpose: 'HOPERAT' },
);

describe('scopes over the shipped schema', () => {
  it('only take away, say so, and never change what is left', () => {
    const cache = new VectorCache(model);
    let taken = 0;
    fc.assert(
      fc.property(who, scopes, (person, list) => {
        const isSystem = person.roles?.includes('SYSTEM') ?? false;
        const whole = decidedFor(cache, { ...person, scopes: isSystem ? ['system/*.cruds'] : null });
        const held = decidedFor(cache, { ...person, scopes: list });
        expect(held.map(({ coordinate }) => coordinate)).toEqual(whole.map(({ coordinate }) => coordinate));
        for (const [index, one] of held.entries()) {
          const before = whole[index];
          if (one.outcome === before?.outcome) continue;
          taken += 1;
          expect([one, before && isOpen(before)]).toEqual([{ ...one, outcome: 'DENY SCOPE' }, true]);
        }
      }),
      { numRuns: 150 },
    );
    expect(taken).toBeGreaterThan(0);
  });

  it('open no more when one is taken away', () => {
    const cache = new VectorCache(model);
    fc.assert(
      fc.property(who, scopes, scope, (person, list, more) => {
        const wider = decidedFor(cache, { ...person, scopes: [...list, more] });
        for (const [index, one] of decidedFor(cache, { ...person, scopes: list }).entries()) {
          if (isOpen(one)) expect(wider[index]).toEqual(one);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('give nothing to a system or a person who has none', () => {
    const cache = new VectorCache(model);
    for (const [roles, list] of [
      [['SYSTEM'], null],
      [['SYSTEM'], []],
      [['PHYSICIAN'], []],
      [['PHYSICIAN'], ['system/*.cruds', 'patient/*.cruds']],
    ] as const) {
      expect(decidedFor(cache, { roles, purpose: 'TREAT', scopes: list }).filter(isOpen)).toEqual([]);
    }
  });
});
