import { z } from 'zod';
import shipped from './data/zip3-areas.json' with { type: 'json' };

const Prefixes = z.array(z.string().regex(/^\d{3}(-\d{3})?$/));

/** A dated table of three-digit ZIP areas. Replace the file to follow a newer census; never patch this code. */
const Zip3Areas = z.strictObject({
  asOf: z.iso.date(),
  source: z.array(z.string()),
  tooFew: Prefixes.min(1),
  tooFewSince: Prefixes,
  withoutResidents: Prefixes,
  unassigned: Prefixes,
});

/** True when the area of this three-digit prefix is known to hold more than 20,000 people. */
export type Zip3Rule = (prefix: string) => boolean;

/**
 * Reads a table of ZIP areas (45 CFR 164.514(b)(2)(i)(B)). Anything but three digits is not populous.
 * @throws when the table is not of the expected shape.
 */
export function createZip3Rule(table: unknown): Zip3Rule {
  const areas = Zip3Areas.parse(table);
  const withheld = new Set(
    [areas.tooFew, areas.tooFewSince, areas.withoutResidents, areas.unassigned].flat().flatMap(expand),
  );
  return (prefix) => /^\d{3}$/.test(prefix) && !withheld.has(prefix);
}

/** The rule over the table in `data/zip3-areas.json`. */
export const zip3Populous: Zip3Rule = createZip3Rule(shipped);

function expand(range: string): readonly string[] {
  const first = Number(range.slice(0, 3));
  const last = Number(range.slice(-3));
  return Array.from({ length: last - first + 1 }, (_, step) => String(first + step).padStart(3, '0'));
}
