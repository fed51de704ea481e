import { describe, expect, it } from 'vitest';
import { emptyTally, resolveReferences } from '../../src/fhir/resolve-references.ts';
import { facts } from './no-facts.ts';

const known = facts({
  byFullUrl: (url) => (url === 'urn:uuid:1' ? 'Patient/p1' : null),
  byIdentifier: (type, system, value) =>
    system === 'urn:npi' && value === '7|8' && (type === null || type === 'Practitioner')
      ? 'Practitioner/d'
      : null,
  isOwnBase: (base) => base === 'http://ours.example/fhir',
});

function resolved(reference: Record<string, unknown>, element = 'author') {
  const tally = emptyTally();
  resolveReferences({ [element]: [reference] }, known, tally);
  return [
    reference.reference,
    ...Object.entries(tally).flatMap(([kind, count]) => (count === 1 ? [kind] : [])),
  ];
}

describe('resolveReferences', () => {
  it.each([
    ['urn:uuid:1', 'Patient/p1', 'resolved'],
    ['Patient/x', 'Patient/x', 'relative'],
    ['Patient/x/_history/4', 'Patient/x', 'relative'],
    ['#inside', '#inside', 'contained'],
    ['Practitioner?identifier=urn:npi|7%7C8', 'Practitioner/d', 'resolved'],
    ['Organization?identifier=urn:npi|7%7C8', 'Organization?identifier=urn:npi|7%7C8', 'unresolved'],
    ['Practitioner?name=smith', 'Practitioner?name=smith', 'unresolved'],
    ['http://ours.example/fhir/Patient/x/_history/1', 'Patient/x', 'resolved'],
    ['http://theirs.example/fhir/Patient/x', 'http://theirs.example/fhir/Patient/x', 'unresolved'],
    ['urn:uuid:2', 'urn:uuid:2', 'unresolved'],
    ['Practitioner?identifier=urn:npi|%E0%A4%A', 'Practitioner?identifier=urn:npi|%E0%A4%A', 'unresolved'],
    ['Patient/a b', 'Patient/a b', 'unresolved'],
  ])('%s becomes %s: %s', (reference, target, kind) => {
    expect(resolved({ reference })).toEqual([target, kind]);
  });

  it('resolves a reference by identifier alone, and nothing that only looks like one', () => {
    const identifier = { system: 'urn:npi', value: '7|8' };
    expect(resolved({ identifier, display: 'Dr.' }, 'practitioner')).toEqual(['Practitioner/d', 'resolved']);
    expect(resolved({ identifier }, 'organization')).toEqual([undefined, 'unresolved']);
    expect(resolved({ identifier, sequence: 1 })).toEqual([undefined]);
  });
});
