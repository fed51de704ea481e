import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { codesOf } from '../../directives/vocabulary.ts';
import { KNOWN_LABELS, labelOf } from '../../src/fhir/label-codes.ts';
import { securityLabels } from '../../src/fhir/security-labels.ts';

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
const INLINE = 'http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label';

const act = (code: string) => ({ system: ACT_CODE, code });
const labelled = (...security: readonly unknown[]) => securityLabels({ meta: { security } });

describe('labelOf', () => {
  it('knows the labels of the schema, every one of them and no other', async () => {
    const { schema } = readSdl(await loadSdl(join(import.meta.dirname, '..', '..', 'schema')));
    expect([...KNOWN_LABELS].sort()).toEqual([...codesOf(schema, 'Sensitivity')].sort());
  });

  it.each([
    [ACT_CODE, 'HIV', 'HIV'],
    [ACT_CODE, '42CFRPart2', 'PART2'],
    [ACT_CODE, 'SICKLE', 'SCA'],
    [ACT_CODE, 'PROCESSINLINELABEL', null],
    ['http://hl7.org/fhir/v3/ActCode', 'PSY', 'PSY'],
    ['urn:oid:2.16.840.1.113883.5.4', 'STD', 'STD'],
    ['http://terminology.hl7.org/CodeSystem/v3-ActUSPrivacyLaw', '42CFRPart2', 'PART2'],
    [CONFIDENTIALITY, 'V', 'V'],
    [CONFIDENTIALITY, 'R', 'R'],
    [CONFIDENTIALITY, 'N', null],
    [CONFIDENTIALITY, 'M', null],
    [CONFIDENTIALITY, 'L', null],
    [CONFIDENTIALITY, 'U', null],
    [CONFIDENTIALITY, 'HIV', 'HIV'],
    [CONFIDENTIALITY, 'T', 'TBOO'],
    [CONFIDENTIALITY, 'C', 'CEL'],
  ])('%s %s is %s', (system, code, label) => {
    expect(labelOf(system, code)).toBe(label);
  });

  it.each([
    ['a code of ActCode that no grant can open', ACT_CODE, 'NODSCLCD', 'NODSCLCD'],
    ['a retired code without a counterpart', CONFIDENTIALITY, 'S', 'S'],
    ['ordinary confidentiality of another system', 'urn:own', 'N', 'N'],
    ['a code of ours in another system', 'urn:own', 'HIV', 'UNKNOWN'],
    ['a code of ours without a system', null, 'HIV', 'UNKNOWN'],
    ['our name for a code that is spelt otherwise', ACT_CODE, 'PART2', 'UNKNOWN'],
    ['a level in the wrong system', ACT_CODE, 'R', 'UNKNOWN'],
    ['a word nobody should repeat', ACT_CODE, 'HIV positive since May', 'UNKNOWN'],
    ['a name objects have', ACT_CODE, '__proto__', 'UNKNOWN'],
  ])('leaves unknown: %s', (_, system, code, label) => {
    expect(labelOf(system, code)).toBe(label);
  });
});

describe('securityLabels', () => {
  it('keeps what lies above normal, once and in order', () => {
    const levels = ['U', 'L', 'M', 'N', 'R'].map((code) => ({ system: CONFIDENTIALITY, code }));
    expect(labelled(...levels, act('PSY'), act('HIV'), act('HIV'))).toEqual(['HIV', 'PSY', 'R']);
    expect(securityLabels({})).toEqual([]);
    expect(labelled()).toEqual([]);
  });

  it.each([
    ['only text', [{ display: 'secret' }]],
    ['no object', ['HIV']],
    ['a code that is no text', [{ system: ACT_CODE, code: 7 }]],
    ['null', [null]],
  ])('takes a label that is %s for unknown', (_, security) => {
    expect(securityLabels({ meta: { security } })).toEqual(['UNKNOWN']);
  });

  it('takes labels that are no list for unknown', () => {
    expect(securityLabels({ meta: { security: act('N') } })).toEqual(['UNKNOWN']);
    expect(securityLabels({ securityLabel: act('N') })).toEqual(['UNKNOWN']);
  });

  it('reads the labels of documents, translations and all', () => {
    const concept = (...coding: readonly unknown[]) => ({ coding });
    expect(securityLabels({ securityLabel: [concept(act('PSY'))] })).toEqual(['PSY']);
    const normal = { system: CONFIDENTIALITY, code: 'N' };
    expect(securityLabels({ securityLabel: [concept(normal, { system: 'urn:own', code: '7' })] })).toEqual([
      '7',
    ]);
    expect(securityLabels({ securityLabel: [{ text: 'for the psychiatrist' }] })).toEqual(['UNKNOWN']);
    expect(securityLabels({ resourceType: 'Composition', confidentiality: 'V' })).toEqual(['V']);
    expect(securityLabels({ resourceType: 'Composition', confidentiality: 'N' })).toEqual([]);
  });

  it('takes over labels of elements and primitives, announced or not', () => {
    const label = { url: INLINE, valueCoding: act('LIVARG') };
    const onElement = { telecom: [{ value: '1', extension: [label] }] };
    const onPrimitive = { birthDate: '1970', _birthDate: { extension: [label] } };
    const deeper = { address: [{ _line: [null, { extension: [{ url: 'urn:x', extension: [label] }] }] }] };
    for (const resource of [onElement, onPrimitive, deeper]) {
      expect(securityLabels(resource)).toEqual(['LIVARG']);
      const meta = { security: [act('PROCESSINLINELABEL')] };
      expect(securityLabels({ ...resource, meta })).toEqual(['LIVARG']);
    }
    expect(securityLabels({ extension: [{ url: INLINE }] })).toEqual(['UNKNOWN']);
    expect(securityLabels({ extension: [{ url: 'urn:other', valueCoding: act('HIV') }] })).toEqual([]);
  });

  it('takes over labels of what is contained', () => {
    const inside = { resourceType: 'Condition', id: 'c', meta: { security: [act('HIV')] } };
    expect(securityLabels({ resourceType: 'Claim', contained: [inside] })).toEqual(['HIV']);
  });

  it('has no limit of depth', () => {
    let deep: Record<string, unknown> = { extension: [{ url: INLINE, valueCoding: act('SEX') }] };
    for (let level = 0; level < 50_000; level += 1) deep = { deep };
    expect(securityLabels(deep)).toEqual(['SEX']);
  });
});
