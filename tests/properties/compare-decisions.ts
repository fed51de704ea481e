import type { SdlFile } from '../../directives/read-sdl.ts';
import type { AccessModel } from '../../src/access/access-model.ts';
import { createTenantPolicy } from '../../src/access/create-tenant-policy.ts';
import { Chooser } from './chooser.ts';
import { ProductDecisions } from './decide-by-product.ts';
import { generateOverlay } from './generate-overlay.ts';
import { generateModel } from './generate-schema.ts';
import { generateActor, generateFacts, generateRecord, generateTwin, NOW } from './generate-situation.ts';
import { type Asked, exists, referenceDecision, type Verdict } from './reference-evaluator.ts';

export interface Comparison {
  readonly decisions: number;
  /** By reason, or `PERMIT`, `MASK`: a comparison that meets few of them compares little. */
  readonly met: ReadonlyMap<string, number>;
  readonly differences: readonly string[];
}

/** One schema and one tenant, several actors and patients: every field of every row decided three times. */
export function compareDecisions(seed: number, words: readonly SdlFile[], shipped: AccessModel): Comparison {
  const choose = new Chooser(seed);
  const model = choose.chance(0.15) ? shipped : generateModel(choose, words);
  const overlay = generateOverlay(choose, model);
  const shared = new ProductDecisions(model, createTenantPolicy(overlay, model));
  const drawn = Array.from({ length: 6 }, () => generateActor(choose, overlay));
  const actors = [...drawn, ...drawn.map((one) => generateTwin(choose, one, choose.one(drawn)))];
  const patients = Array.from({ length: 8 }, () => generateFacts(choose, model));
  const met = new Map<string, number>();
  const differences: string[] = [];
  let decisions = 0;
  for (let count = 0; count < 80; count++) {
    const type = choose.one(Object.values(model.types));
    const asked: Asked = {
      model,
      overlay,
      actor: choose.one(actors),
      facts: choose.one(patients),
      now: NOW,
      type,
      record: generateRecord(choose, type),
    };
    const all = [shared.of(asked), ProductDecisions.anew(asked).of(asked)];
    // Nothing of a patient who does not exist is ever decided field by field.
    for (const field of asked.facts.exists ? type.fields : []) {
      const wanted = referenceDecision(asked, field);
      const key = wanted.decision === 'DENY' ? wanted.reason : `${wanted.decision} ${wanted.reason}`;
      met.set(key, (met.get(key) ?? 0) + 1);
      decisions++;
      for (const { table } of all) {
        const found = table.decisions[field.index];
        if (found === undefined || textOf(found) !== textOf(wanted)) {
          differences.push(
            `seed ${seed}: ${field.coordinate} ${JSON.stringify({ wanted, found, asked: told(asked) })}`,
          );
        }
      }
    }
    const wanted = asked.facts.exists && exists(asked);
    if (all.some((one) => one.exists !== wanted)) {
      differences.push(`seed ${seed}: ${type.name} exists: ${wanted} ${JSON.stringify(told(asked))}`);
    }
  }
  return { decisions, met, differences };
}

const textOf = ({ decision, mask, reason, grant }: Verdict) => [decision, mask, reason, grant].join(' ');
const told = ({ actor, facts, record, overlay: { version: _version, derivedRoles, ...overlay } }: Asked) => ({
  roles: actor.roles,
  purpose: actor.purpose,
  scopes: actor.scopes,
  fhirUser: actor.fhirUser,
  patient: actor.patient,
  multiFactor: actor.multiFactor,
  facts,
  record,
  overlay,
  derivedRoles: [...derivedRoles],
});
