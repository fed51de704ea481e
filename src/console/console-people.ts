import { PERSONAS, type Persona } from '../identity/personas.ts';

const REVIEWERS: ReadonlySet<string> = new Set(['PRIVACY_OFFICER', 'AUDITOR']);

/** Of the demo, whoever reviews, as the console's own users. */
export const CONSOLE_PEOPLE: ReadonlyMap<string, Persona> = new Map(
  Object.entries(PERSONAS).filter(([, { roles }]) => roles.some((role) => REVIEWERS.has(role))),
);
