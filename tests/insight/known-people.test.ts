import { describe, expect, it } from 'vitest';
import { PATIENT } from '../support/insights/chart.ts';
import { type InsightWorld, insightWorld, PHYSICIAN } from '../support/insights/insight-world.ts';
import { WiredModel } from '../support/insights/wired-model.ts';

const model = new WiredModel();
const world: InsightWorld = await insightWorld(model);

/** What a model was shown where a care team that nobody here may see has this member. */
async function shownWith(member: object | null): Promise<string> {
  world.reset();
  model.asked.length = 0;
  if (member !== null) {
    world.world.addRow({
      resourceType: 'CareTeam',
      id: 'hidden',
      subjectId: PATIENT,
      rowCategories: ['CARE_TEAM'],
      labels: ['HIV'],
      status: 'active',
      participant: [{ member }],
    });
  }
  await world.run(`{ patient(id: "${PATIENT}") { insights { preVisitSummary { id } } } }`, PHYSICIAN);
  return model.asked.flatMap(({ evidence }) => evidence.map(({ text }) => text)).join('\n');
}

describe('people who are known', () => {
  it('are no places: the name of one that a reader may not see changes nothing that a model is shown', async () => {
    const without = await shownWith(null);
    expect(without).toContain('Physical therapy');
    for (const type of ['Organization', 'Location', 'HealthcareService']) {
      expect(await shownWith({ reference: `${type}/x`, display: 'Physical Therapy Center' })).toBe(without);
    }
  });

  it('are taken out by their name, whoever may see where it stands', async () => {
    for (const member of [
      { reference: 'RelatedPerson/x', display: 'Lisinopril Edema' },
      { display: 'Lisinopril Edema' },
    ]) {
      expect(await shownWith(member)).not.toMatch(/lisinopril/i);
    }
  });
});
