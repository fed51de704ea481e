import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { DiagnosisCode } from '../../../src/insight/code-set.ts';

/** A few entries in the manner of the order file; the code set itself is nobody's to keep here. */
export const CODES: readonly (readonly [code: string, billable: boolean, description: string])[] = [
  ['C50', false, 'Malignant neoplasm of breast'],
  ['C50.919', true, 'Malignant neoplasm of unspecified site of unspecified female breast'],
  ['E10.9', true, 'Type 1 diabetes mellitus without complications'],
  ['E11', false, 'Type 2 diabetes mellitus'],
  ['E11.9', true, 'Type 2 diabetes mellitus without complications'],
  ['E13.9', true, 'Other specified diabetes mellitus without complications'],
  ['I10', true, 'Essential (primary) hypertension'],
  ['J18.9', true, 'Pneumonia, unspecified organism'],
  ['J20', false, 'Acute bronchitis'],
  ['J20.9', true, 'Acute bronchitis, unspecified'],
  ['J20.8', true, 'Acute bronchitis due to other specified organisms'],
  ['J45.909', true, 'Unspecified asthma, uncomplicated'],
  ['J45.998', true, 'Other asthma'],
  ['N18.2', true, 'Chronic kidney disease, stage 2 (mild)'],
  ['N18.4', true, 'Chronic kidney disease, stage 4 (severe)'],
  ['R05', true, 'Cough'],
  ['R07.9', true, 'Chest pain, unspecified'],
  ['R52', true, 'Pain, unspecified'],
  ['S51.812A', true, 'Laceration without foreign body of left forearm, initial encounter'],
  ['S51.811A', true, 'Laceration without foreign body of right forearm, initial encounter'],
  ['S51.819A', true, 'Laceration without foreign body of unspecified forearm, initial encounter'],
  ['S51.819D', true, 'Laceration without foreign body of unspecified forearm, subsequent encounter'],
  ['Z80.3', true, 'Family history of malignant neoplasm of breast'],
  ['Z83.3', true, 'Family history of diabetes mellitus'],
];

export const ENTRIES: readonly DiagnosisCode[] = CODES.map(([code, billable, description]) => ({
  code,
  billable,
  description,
}));

export function orderLine(order: number, code: string, billable: boolean, description: string): string {
  const short = description.slice(0, 60).padEnd(60);
  const number = String(order).padStart(5, '0');
  return `${number} ${code.replace('.', '').padEnd(7)} ${billable ? 1 : 0} ${short} ${description}`;
}

export function orderText(codes = CODES): string {
  return codes
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, billable, description], index) => `${orderLine(index + 1, code, billable, description)}\r\n`)
    .join('');
}

/** Gone when the test is over. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'phield-codes-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
