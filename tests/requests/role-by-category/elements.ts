import { objectOf, objects } from './fhir-source.ts';
import type { Fields } from './shape.ts';
import { at, each, fields, from, leaf } from './shape.ts';

/** FHIR R4 data types as the answer shows them, with the kind of each part. */
export const coded = leaf('coded');
export const date = leaf('date');
export const text = leaf('text');
const name = leaf('name');

export const coding = fields({
  system: at('system', coded),
  code: at('code', coded),
  display: at('display', coded),
});
export const concept = fields({ text: at('text', text), codings: at('coding', each(coding)) });
export const period = fields({ start: at('start', date), end: at('end', date) });
export const money = fields({ value: at('value', coded), currency: at('currency', coded) });

const QUANTITY: Fields = {
  value: at('value', coded),
  unit: at('unit', coded),
  system: at('system', coded),
  code: at('code', coded),
};
export const quantity = fields(QUANTITY);

export const humanName = fields({
  use: at('use', coded),
  family: at('family', name),
  given: at('given', each(name)),
  prefix: at('prefix', each(name)),
  suffix: at('suffix', each(name)),
});

export const address = fields({
  line: at('line', each(leaf('geography'))),
  city: at('city', leaf('geography')),
  state: at('state', leaf('state')),
  postalCode: at('postalCode', leaf('zip')),
  country: at('country', leaf('state')),
});

export const contactPoint = fields({
  system: at('system', coded),
  value: at('value', leaf('identifier')),
  use: at('use', coded),
});

export const identifier = fields({
  system: at('system', coded),
  value: at('value', leaf('identifier')),
  type: from((owner) => firstCode(owner.type), coded),
});

/** Code of a CodeableConcept's first coding. */
export function firstCode(value: unknown): unknown {
  return codingsOf(value)[0]?.code ?? null;
}

export function codingsOf(value: unknown) {
  return objects(objectOf(value).coding);
}
