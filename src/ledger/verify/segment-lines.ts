import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { type Certified, parseExact, readCertificate } from './read-certificate.ts';
import { isSigned, splitSigned } from './signed-text.ts';
import type { Trust } from './trust.ts';

const count = z.number().int().nonnegative();
const text = z.string();

const Header = z.strictObject({
  format: z.literal(2),
  writer: z.ulid(),
  segment: z.number().int().positive(),
  time: text,
  previous: z
    .strictObject({
      segment: z.number().int().positive(),
      bytes: count,
      records: count,
      end: z.enum(['closed', 'abandoned']),
    })
    .nullable(),
  nextSeq: z.number().int().positive(),
  prev: text.nullable(),
  certificate: text,
});
type Header = z.infer<typeof Header>;
export type Previous = NonNullable<Header['previous']>;

const Seal = z.strictObject({
  time: text,
  batches: count,
  records: count,
  bytes: count,
  last: z.boolean(),
  head: text.nullable(),
});
export type Seal = z.infer<typeof Seal>;

export interface SegmentHeader extends Omit<Header, 'certificate'> {
  readonly certified: Certified;
}

/** `old`: of a format before signatures. @returns `null` for a header that its writer did not sign. */
export function readSegmentHeader(payload: Buffer, trust: Trust): SegmentHeader | 'old' | null {
  const line = splitSigned(payload);
  if (line === null) return OLD.test(payload.toString('latin1', 0, 40)) ? 'old' : null;
  const header = parseExact(Header, line.json);
  if (header === null) return null;
  const { certificate, ...rest } = header;
  const certified = readCertificate(Buffer.from(certificate), trust);
  if (certified?.writer !== header.writer || !isSigned(line, 'segment', certified.key)) return null;
  return { ...rest, certified };
}

const OLD = /^\{"format":1,/;

/** @returns `null` for a close frame that its writer did not sign. */
export function readSeal(payload: Buffer, key: KeyObject | null): Seal | null {
  const line = splitSigned(payload);
  if (line === null || key === null || !isSigned(line, 'seal', key)) return null;
  return parseExact(Seal, line.json);
}

const NAME = /^seg-([0-9A-HJKMNP-TV-Z]{26})-([1-9][0-9]{0,8})\.log$/;

export function parseSegmentName(name: string): { readonly writer: string; readonly segment: number } | null {
  const [, writer, segment] = NAME.exec(name) ?? [];
  return writer === undefined ? null : { writer, segment: Number(segment) };
}

export function segmentName(writer: string, segment: number): string {
  return `seg-${writer}-${segment}.log`;
}
