import { expect, it } from 'vitest';
import { demoEmergency } from '../../src/cli/demo-emergency.ts';
import { loadConfig } from '../../src/config.ts';

it('an emergency and a consent are played on a gateway of their own', { timeout: 120_000 }, async () => {
  const steps = await demoEmergency(loadConfig({}), () => {});
  const told = steps.map(({ who, does, outcome }) => `${who} ${does}: ${outcome}`);
  expect(told).toEqual([
    'stranger reads a patient without a tie: {"patient":null}',
    expect.stringContaining('expiresAt'),
    expect.stringContaining('birthDate'),
    expect.stringContaining('Mutation.breakGlass PERMIT BTG, Patient.birthDate PERMIT BTG'),
    expect.stringContaining('Unconscious'),
    'privacy-officer judges it: {"reviewBreakGlass":{"verdict":"JUSTIFIED"}}',
    expect.stringContaining('birthDate'),
    expect.stringContaining('"status":"active"'),
    'physician reads at once: {"patient":null}',
    'patient withdraws that: {"withdrawConsent":{"status":"inactive"}}',
    expect.stringContaining('birthDate'),
  ]);
});
