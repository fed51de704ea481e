import type { Chooser } from '../chooser.ts';

/** Who a patient is: what MUST NOT reach a model in any common spelling. */
export interface Person {
  readonly family: string;
  readonly given: string;
  readonly mrn: string;
  readonly ssn: string;
  readonly phone: string;
  readonly email: string;
  readonly line: string;
  readonly city: string;
  readonly postalCode: string;
  /** FHIR date; no planted day lies near it. */
  readonly birthDate: string;
}

const FAMILIES = ['Zorblatt', 'Kwenthorpe', 'Drumbledore-Vix', 'Ostrovale'];
const GIVEN = ['Quixley', 'Thessaly', 'Ambrosine', 'Wulfric'];
const STREETS = ['Wimbledrum Lane', 'Plover Hollow Road'];
const CITIES = ['Plunketville', 'Ostermarsh'];

export function generatePerson(choose: Chooser): Person {
  const digits = (count: number) => Array.from({ length: count }, () => choose.number(10)).join('');
  const [family, given] = [choose.one(FAMILIES), choose.one(GIVEN)];
  return {
    family,
    given,
    mrn: `MR-${digits(4)}-${digits(4)}`,
    ssn: `9${digits(2)}-7${digits(1)}-${digits(4)}`,
    phone: `401-555-0${digits(3)}`,
    email: `${given}.${digits(3)}@mail.example`.toLowerCase(),
    line: `${1 + choose.number(90)} ${choose.one(STREETS)}`,
    city: choose.one(CITIES),
    postalCode: `02${digits(3)}`,
    birthDate: choose.one(['1958-02-17', '1949-11-30', '2013-08-24']),
  };
}

/** What somebody writes about a patient in a text that is about something else. */
export function mentionOf(choose: Chooser, who: Person): string {
  const { family, given, mrn, ssn, phone, email, line, city, postalCode, birthDate } = who;
  return choose.one([
    `for ${given} ${family}`,
    `for ${family}, ${given}`,
    `for Mr. ${family.toUpperCase()}`,
    `for ${given} (MRN ${mrn})`,
    `number ${mrn.replaceAll('-', '')}`,
    `social ${ssn}`,
    `social ${ssn.replaceAll('-', '')}`,
    `call ${phone}`,
    `call (${phone.slice(0, 3)}) ${phone.slice(4)}`,
    `write to ${email}`,
    `of ${line}, ${city} ${postalCode}`,
    `born ${birthDate}`,
    `born ${american(birthDate)}`,
    `born ${spoken(birthDate)}`,
  ]);
}

/** What of a person a text still tells, however spelt; empty for nothing. */
export function tellsOf(text: string, who: Person): readonly string[] {
  const plain = squeezed(text);
  const wholes = [who.mrn, who.ssn, who.phone, who.email, who.line, who.city, who.birthDate];
  const spellings = [...wholes, american(who.birthDate), spoken(who.birthDate)];
  const names = [who.family, who.given];
  return [
    ...spellings.filter((one) => plain.includes(squeezed(one))),
    ...names.filter((name) => new RegExp(`\\b${name}\\b`, 'i').test(text)),
    ...(new RegExp(`\\b${who.postalCode}\\b`).test(text) ? [who.postalCode] : []),
  ];
}

function squeezed(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function american(date: string): string {
  const [year, month, day] = date.split('-');
  return `${month}/${day}/${year}`;
}

function spoken(date: string): string {
  const options = { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat('en-US', options).format(new Date(date));
}
