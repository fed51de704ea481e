import { z } from 'zod';
import type { Place } from '../access/access-model.ts';
import { readOverlaySource, TenantOverlayError } from '../access/overlay-source.ts';
import { CHANGE_KINDS } from './access-change.ts';

/** It is printed, so it holds nothing that a terminal or a reader would not show. */
const text = z
  .string()
  .trim()
  .regex(/^\P{C}{1,500}$/u, 'expected 1 to 500 printable characters');
const texts = z.array(text).min(1);

/** A list that is given is meant as it stands; none stands for all. */
const WaiverEntry = z.strictObject({
  change: z.enum(CHANGE_KINDS),
  tenants: texts.default(['declared']),
  coordinates: texts,
  categories: texts,
  roles: texts,
  purposes: texts,
  relationships: texts,
  /** What it becomes, as the report says it: WHOLE, a mask, NOT_PHI. */
  to: text,
  /** Labels that it opens. */
  opens: z.array(text).default([]),
  revealed: z.boolean().default(false),
  reason: text.pipe(z.string().min(10, 'expected a reason of 10 characters or more')),
  approver: text,
  expires: z.iso.date('expected a date, YYYY-MM-DD'),
});

const WaiverFile = z.strictObject({ waivers: z.array(WaiverEntry) });

/** Somebody's word that one change is wanted. */
export interface Waiver extends Readonly<z.output<typeof WaiverEntry>> {
  readonly place: Place;
}

/** One waiver that is not taken, with where it stands. */
export interface WaiverFinding {
  readonly place: Place;
  readonly message: string;
}

/** The file cannot be read as waivers. */
export class WaiversRefusedError extends Error {
  readonly findings: readonly WaiverFinding[];

  constructor(findings: readonly WaiverFinding[]) {
    const lines = findings.map(({ place, message }) => `  ${place.file}:${place.line}: ${message}`);
    super(['Waivers are refused:', ...lines].join('\n'));
    this.name = 'WaiversRefusedError';
    this.findings = Object.freeze([...findings]);
  }
}

/** @throws WaiversRefusedError with file and line. */
export function readWaivers(body: string, file: string): readonly Waiver[] {
  const source = sourceOf(body, file);
  const parsed = WaiverFile.safeParse(source.value);
  if (!parsed.success) {
    throw new WaiversRefusedError(
      parsed.error.issues.map((issue) => {
        const [key] = issue.code === 'unrecognized_keys' ? issue.keys : [];
        const path = [...issue.path, ...(key === undefined ? [] : [key])].map(stepOf);
        return { message: `${path.join('.')}: ${issue.message}`, place: source.placeOf(path) };
      }),
    );
  }
  return parsed.data.waivers.map((entry, index) =>
    Object.freeze({ ...entry, place: source.placeOf(['waivers', index]) }),
  );
}

/** Read as tenants' files are: what a reviewer sees on a line is all that stands there. */
function sourceOf(body: string, file: string) {
  try {
    return readOverlaySource(body, file);
  } catch (error) {
    if (error instanceof TenantOverlayError) throw new WaiversRefusedError(error.findings);
    throw error;
  }
}

function stepOf(step: PropertyKey): string | number {
  return typeof step === 'number' ? step : String(step);
}
