import { generateKeyPairSync, sign } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { BATCH_DOMAIN } from '../../../src/ledger/chain/batch.ts';
import { leafHash } from '../../../src/ledger/hash.ts';
import { FRAME_TYPES, frameBytes, readFrame, writeFrame } from '../../../src/ledger/segments/frame.ts';
import { GrowingTree } from '../../../src/ledger/verify/growing-tree.ts';
import type { Chooser } from '../../properties/chooser.ts';
import type { EditCase } from './edit-case.ts';
import { editList, flipBit, LIST_EDITS } from './edit-list.ts';
import { ownedEntries } from './edit-log.ts';
import type { WholeLedger } from './whole-ledger.ts';

/** Whole frames of a segment or of an item, each with its head. */
export function framesOf(bytes: Buffer): readonly Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const frame = readFrame(bytes, at);
    if (typeof frame === 'string') throw new Error('no frame');
    frames.push(bytes.subarray(at, at + frame.bytes));
    at += frame.bytes;
  }
  return frames;
}

/** The frame with another payload, length and checksum made to fit. */
export function reframe(frame: Buffer, payload: Buffer): Buffer {
  const parsed = readFrame(frame, 0);
  const bytes = Buffer.alloc(frameBytes(payload));
  writeFrame(bytes, 0, typeof parsed === 'string' ? 'record' : parsed.type, payload);
  return bytes;
}

export function payloadOf(frame: Buffer): Buffer {
  const parsed = readFrame(frame, 0);
  return typeof parsed === 'string' ? Buffer.alloc(0) : parsed.payload;
}

const SEGMENT_EDITS = [
  ...LIST_EDITS,
  'raw flip',
  'cut',
  'move',
  'remove',
  'rename',
  'append',
  'forge',
  'stranger',
] as const;

/** Segments edited by somebody who makes lengths and checksums fit, or does not care. */
export function editSegment(chooser: Chooser, whole: WholeLedger): EditCase | null {
  const names = [...whole.segments.keys()];
  const name = chooser.one(names);
  const other = chooser.one(names);
  const bytes = whole.segments.get(name) ?? Buffer.alloc(0);
  const frames = framesOf(bytes);
  const segments = new Map(whole.segments);
  const edit = chooser.one(SEGMENT_EDITS);
  const places = [name];
  let at: number | null = null;
  if (edit === 'raw flip') {
    const edited = flipBit(chooser, bytes);
    segments.set(name, edited);
    at = frameHolding(
      frames,
      edited.findIndex((byte, n) => byte !== bytes[n]),
    );
  } else if (edit === 'cut') {
    segments.set(name, bytes.subarray(0, chooser.number(bytes.length)));
  } else if (edit === 'append') {
    segments.set(
      name,
      Buffer.concat([bytes, chooser.one([chooser.one(frames), Buffer.of(7), Buffer.alloc(64)])]),
    );
    // Behind the end of a writer that was killed, bytes that are no batch are what a kill leaves.
    if (isOpenEnd(whole, name)) return null;
  } else if (edit === 'remove') segments.delete(name);
  else if (edit === 'stranger') {
    places[0] = chooser.one(['notes.txt', 'seg-.log', `${name}~`, name.toLowerCase()]);
    segments.set(places[0] ?? '', bytes);
  } else if (edit === 'rename') {
    if (name === other) return null;
    segments.set(other, bytes).set(name, whole.segments.get(other) ?? bytes);
    places.push(other);
  } else if (edit === 'move') {
    if (name === other) return null;
    const taken = chooser.number(frames.length);
    const there = framesOf(whole.segments.get(other) ?? bytes);
    const put = chooser.number(there.length);
    segments.set(name, Buffer.concat(frames.toSpliced(taken, 1)));
    segments.set(other, Buffer.concat(there.toSpliced(put, 0, frames[taken] ?? bytes)));
    places.push(other);
  } else if (edit === 'forge') {
    const forged = forgeBatch(chooser, frames);
    if (forged === null) return null;
    segments.set(name, Buffer.concat(forged.frames));
    at = forged.bad;
  } else {
    const edited = editList(chooser, edit, frames.map(payloadOf), () => Buffer.from('{"id":"forged"}'));
    if (edited === null) return null;
    const kinds = edited.pieces.map(
      (piece) =>
        frames.find((frame) => payloadOf(frame).equals(piece)) ?? frames[edited.first] ?? frames[0] ?? bytes,
    );
    segments.set(name, Buffer.concat(edited.pieces.map((piece, n) => reframe(kinds[n] ?? bytes, piece))));
    at = edited.first;
  }
  const offset = at === null ? null : frames.slice(0, at).reduce((sum, { length }) => sum + length, 0);
  const index = at === null ? null : indexOf(whole, frames[at]);
  const removed =
    edit === 'remove'
      ? indexOf(
          whole,
          frames.find((frame) => indexOf(whole, frame) !== null),
        )
      : null;
  const last = frames.length - 1;
  const sealed = frames[last]?.[8] === FRAME_TYPES.close && !names.includes(nextOf(name));
  const kept = segments.get(name)?.subarray(0, bytes.length - (frames[last]?.length ?? 0));
  return {
    trust: whole.trust,
    log: whole.log,
    segments,
    harmless: sealed && kept?.equals(bytes.subarray(0, bytes.length - (frames[last]?.length ?? 0))) === true,
    table: null,
    what: `${edit} in ${places.join(' and ')}`,
    isThere: (finding) =>
      (removed !== null && finding.index === removed) ||
      (places.some((place) => finding.where === place || finding.where.startsWith(`${place}@`)) &&
        (index === null || finding.index === index || finding.where === `${name}@${offset}`)),
    expected: `${places.join(' or ')}, offset ${offset}, index ${index}`,
  };
}

/** A record changed, its batch's root made to fit, and the head signed by a key that is not its writer's. */
function forgeBatch(
  chooser: Chooser,
  frames: readonly Buffer[],
): { frames: readonly Buffer[]; bad: number } | null {
  const heads = frames.flatMap((frame, at) =>
    frame[8] === FRAME_TYPES.commit && frames[at - 1]?.[8] === FRAME_TYPES.record ? [at] : [],
  );
  if (heads.length === 0) return null;
  const head = chooser.one(heads);
  let from = head;
  while (frames[from - 1]?.[8] === FRAME_TYPES.record) from -= 1;
  const at = from + chooser.number(head - from);
  const edited = frames.map((frame, n) =>
    n === at
      ? reframe(frame, Buffer.from(payloadOf(frame).toString('utf8').replace('"v":1', '"v":2')))
      : frame,
  );
  const tree = new GrowingTree();
  for (const frame of edited.slice(from, head)) tree.push(leafHash(payloadOf(frame)));
  const sealed = payloadOf(edited[head] ?? Buffer.alloc(0)).toString('utf8');
  const json = sealed
    .slice(0, sealed.lastIndexOf('\n'))
    .replace(/"root":"[^"]*"/, `"root":"${Buffer.from(tree.root()).toString('base64')}"`);
  const { privateKey } = generateKeyPairSync('ed25519');
  const signature = sign(null, Buffer.from(`${BATCH_DOMAIN}${json}`), privateKey).toString('base64');
  edited[head] = reframe(edited[head] ?? Buffer.alloc(0), Buffer.from(`${json}\n${signature}`));
  return { frames: edited, bad: at };
}

function nextOf(name: string): string {
  return name.replace(/-(\d+)\.log$/, (_, number) => `-${Number(number) + 1}.log`);
}

function frameHolding(frames: readonly Buffer[], offset: number): number {
  let end = 0;
  return frames.findIndex((frame) => {
    end += frame.length;
    return offset < end;
  });
}

function isOpenEnd(whole: WholeLedger, name: string): boolean {
  return name === [...whole.segments.keys()].at(-1);
}

function indexOf(whole: WholeLedger, frame: Buffer | undefined): number | null {
  if (frame === undefined) return null;
  const at = ownedEntries(whole).entries.findIndex((entry) => entry.equals(payloadOf(frame)));
  return at < 0 ? null : at;
}

const TABLE_EDITS = [...LIST_EDITS, 'inner', 'rekey', 'unlist'] as const;

/** A dump of the table, edited by lines or within an item. */
export function editTable(chooser: Chooser, whole: WholeLedger): EditCase | null {
  const edit = chooser.one(TABLE_EDITS);
  const partitions = [...new Set(whole.table.map((line) => keyOf(line).pk))].filter((pk) => pk !== 'WRITERS');
  const pk = chooser.one(partitions);
  const own = whole.table.filter((line) => keyOf(line).pk === pk);
  let lines: readonly string[] = own;
  let first = chooser.number(own.length);
  let listed = whole.table.filter((line) => keyOf(line).pk === 'WRITERS');
  if (edit === 'unlist') {
    listed = listed.filter((line) => `W#${keyOf(line).sk}` !== pk);
    first = own.length - 1;
  } else if (edit === 'inner' || edit === 'flip' || edit === 'shorten') {
    const edited = editItem(chooser, edit, own[first] ?? '');
    if (edited === null) return null;
    lines = own.with(first, edited);
  } else if (edit === 'rekey') {
    const to = chooser.number(own.length);
    if (to === first) return null;
    lines = own.with(
      first,
      withBytes(own[first] ?? '', keyOf(own[to] ?? '').b ?? '', keyOf(own[to] ?? '').z),
    );
  } else {
    const edited = editList(
      chooser,
      edit,
      own.map((line) => Buffer.from(line)),
      () => Buffer.from(chooser.one(whole.table)),
    );
    if (edited === null) return null;
    lines = edited.pieces.map((piece) => piece.toString('utf8'));
    first = edited.first;
    // Items of another writer are looked at in that writer's order.
    if (lines.some((line) => keyOf(line).pk !== pk)) return null;
  }
  const table = [
    ...whole.table.filter((line) => !['WRITERS', pk].includes(keyOf(line).pk)),
    ...lines,
    ...listed,
  ];
  const writer = pk.slice(2);
  const seq = first + 1;
  // Of an item that stands there again, the number is its own.
  const stands = `${pk}/${keyOf(lines[first] ?? own.at(-1) ?? '').sk}`;
  return {
    trust: whole.trust,
    log: whole.log,
    segments: null,
    table,
    what: `${edit} in the table`,
    isThere: (finding) =>
      finding.writer === writer &&
      (edit === 'unlist' ? finding.code === 'TABLE_WRITER' : finding.seq === seq || finding.where === stands),
    expected: `${pk} ${seq}`,
  };
}

interface Line {
  readonly pk: string;
  readonly sk: string;
  readonly b?: string;
  readonly z?: number;
}

function keyOf(line: string): Line {
  return JSON.parse(line);
}

function withBytes(line: string, b: string, z: number | undefined): string {
  const { pk, sk } = keyOf(line);
  return JSON.stringify({ pk, sk, b, ...(z === 1 ? { z } : {}) });
}

/** `inner`: the frames in it; else its bytes. @returns `null` where what it holds is what it held. */
function editItem(chooser: Chooser, edit: 'inner' | 'flip' | 'shorten', line: string): string | null {
  const { b = '', z } = keyOf(line);
  const bytes = Buffer.from(b, 'base64');
  if (edit === 'inner') {
    const frames = framesOf(z === 1 ? inflateRawSync(bytes) : bytes);
    const edited = editList(chooser, chooser.one(LIST_EDITS), frames.map(payloadOf), () =>
      Buffer.from('{"id":"forged"}'),
    );
    if (edited === null) return null;
    const raw = Buffer.concat(
      edited.pieces.map((piece, n) => reframe(frames[Math.min(n, frames.length - 1)] ?? bytes, piece)),
    );
    return withBytes(line, deflateRawSync(raw).toString('base64'), 1);
  }
  const edited = edit === 'flip' ? flipBit(chooser, bytes) : bytes.subarray(0, chooser.number(bytes.length));
  if (z === 1 && isInflatedAlike(bytes, edited)) return null;
  return withBytes(line, edited.toString('base64'), z);
}

/** Bits of a deflated stream that stand for nothing. */
function isInflatedAlike(one: Buffer, other: Buffer): boolean {
  try {
    return inflateRawSync(one).equals(inflateRawSync(other));
  } catch {
    return false;
  }
}
