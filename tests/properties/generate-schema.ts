import { lintSchema } from '../../directives/lint-schema.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl, type SdlFile } from '../../directives/read-sdl.ts';
import type { AccessModel } from '../../src/access/access-model.ts';
import type { Chooser } from './chooser.ts';

export const CATEGORIES = ['DEMOGRAPHICS', 'LAB', 'PROBLEM', 'CLINICAL_NOTE', 'SURVEY', 'OTHER'];
const MASKS = ['NONE', 'PARTIAL', 'GENERALIZE', 'PSEUDONYM', 'REDACT'];
const PURPOSES = ['TREAT', 'ETREAT', 'BTG', 'HPAYMT', 'COVERAGE', 'HRESCH', 'PATRQT', 'FAMRQT'];
const LABELS = ['R', 'V', 'SPI', 'BH', 'MH', 'PSY', 'SUD', 'ETH', 'OPIOIDUD', 'PSYTHPN', 'HIV', 'CEL', 'VIP'];
const STAFF = ['PHYSICIAN', 'NURSE', 'BILLING', 'RESEARCHER'];
const OTHERS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['PATIENT'], ['SELF']],
  [['PROXY'], ['PROXY', 'PROXY_LIMITED']],
  [['PROXY'], ['PROXY']],
  [
    ['PATIENT', 'PROXY'],
    ['SELF', 'PROXY'],
  ],
  [['SYSTEM'], ['ORG']],
];
const LEAVES = [
  'String @phi(CATEGORY identifier: NAME)',
  'FhirDate @phi(CATEGORY identifier: DATE)',
  'String @phi(CATEGORY identifier: SSN)',
  'FhirCode @phi(CATEGORY)',
  'String @phi(CATEGORY)',
];

/**
 * The words of the shipped schema with categories, types, fields and grants that nobody thought about. A grant that
 * the lint finds fault with is left out, so that what is read is what would start.
 */
export function generateModel(choose: Chooser, words: readonly SdlFile[]): AccessModel {
  let body = generateBody(choose);
  for (;;) {
    const files = [...words, { name: 'generated.graphql', body }];
    const findings = lintSchema(files);
    if (findings.length === 0) return readAccessModel(readSdl(files));
    const faulty = new Set(findings.map(({ place }) => place.line));
    const kept = body.split('\n').filter((line, index) => !faulty.has(index + 1) || !line.startsWith('@'));
    if (kept.length === body.split('\n').length)
      throw new Error(findings.map(({ message }) => message).join('\n'));
    body = kept.join('\n');
  }
}

function generateBody(choose: Chooser): string {
  const categories = CATEGORIES.map((name) => `${name} ${grants(choose, choose.number(5))}`);
  const rows = ['Observation', 'Condition', 'DocumentReference'].slice(0, 1 + choose.number(3));
  const declared = rows.map((name) => {
    const hasCategories = choose.chance(0.8);
    const category = hasCategories && choose.chance(0.5) ? '' : `(category: ${choose.one(CATEGORIES)})`;
    const among = [...new Set([...choose.few(CATEGORIES, 0.6), 'OTHER'])].join(', ');
    const rowsOwn = hasCategories ? `, category: "rowCategories", among: [${among}]` : '';
    const related = hasCategories && choose.chance(0.3) ? `related: ${name}Connection @phi` : '';
    return {
      list: `${name}s: ${name}Connection @phi${category} ${choose.chance(0.2) ? grants(choose, 2) : ''}`,
      type: `type ${name} @subject(field: "subjectId"${rowsOwn}) ${typeGrants(choose)} {
        id: ID! @notPhi ${related} ${fields(choose, hasCategories)} }
        type ${name}Edge { node: ${name}! cursor: String! }
        type ${name}Connection { edges: [${name}Edge!]! pageInfo: PageInfo! }`,
    };
  });
  return `enum PhiCategory { ${categories.join('\n')}\n PSYCHOTHERAPY_NOTE }
    type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
    type Query { patient(id: ID!): Patient }
    type Patient @subject(field: "id") ${typeGrants(choose)} {
      id: ID! @notPhi ${fields(choose, false)}\n${declared.map(({ list }) => list).join('\n')} }
    ${declared.map(({ type }) => type).join('\n')}`;
}

function fields(choose: Chooser, hasCategories: boolean): string {
  const count = 1 + choose.number(4);
  return Array.from({ length: count }, (_, index) => {
    const isRows = hasCategories && (index === 0 || choose.chance(0.6));
    const category = isRows ? '' : `category: ${choose.one(CATEGORIES)}`;
    const labels = choose.chance(0.2) ? `sensitivity: [${choose.few(LABELS, 0.1).join(', ')}]` : '';
    const phi = choose
      .one(LEAVES)
      .replace('CATEGORY', `${category} ${labels}`)
      .replace(/\(\s*\)/, '');
    return `\nfield${index}: ${phi} ${choose.chance(0.25) ? grants(choose, 2) : ''}`;
  }).join('');
}

const typeGrants = (choose: Chooser) => (choose.chance(0.15) ? grants(choose, 3) : '');

/** Each on a line of its own. */
function grants(choose: Chooser, most: number): string {
  return Array.from({ length: most - choose.number(most) }, () => `\n${grant(choose)}\n`).join('');
}

function grant(choose: Chooser): string {
  const [roles, ties] = choose.chance(0.7)
    ? [choose.few(STAFF, 0.6), choose.few(['CARE_TEAM', 'TREATING', 'ORG'], 0.6)]
    : choose.one(OTHERS);
  const [own] =
    ties.includes('ORG') || ties.includes('TREATING') || ties.includes('CARE_TEAM') ? ['TREAT'] : ['PATRQT'];
  const purposes = choose.chance(0.6) ? [own] : choose.few(PURPOSES, 0.5);
  const labels = choose.some(LABELS, choose.one([0.1, 0.5, 0.9])).join(', ');
  return `@minimumNecessary(roles: [${roles.join(', ')}], purposes: [${purposes.join(', ')}], \
relationship: [${ties.join(', ')}], mask: ${choose.one(MASKS)}, sensitivity: [${labels}], \
breakGlass: ${choose.chance(0.4)})`;
}
