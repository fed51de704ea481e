import { createHash } from 'node:crypto';
import type { Chooser } from '../../properties/chooser.ts';
import { memoryKey, TEST_ORIGIN } from '../support/seal-batches.ts';
import type { EditCase } from './edit-case.ts';
import { type EditedList, editList, flipBit, LIST_EDITS, type ListEdit } from './edit-list.ts';
import { type LogKeys, type LogObjects, signCheckpoint, writeCheckpoint } from './reference-log.ts';
import { referenceTiles } from './reference-tiles.ts';
import type { WholeLedger } from './whole-ledger.ts';

/** Entries of the log and whose batch each is of. */
interface Owned {
  readonly entries: readonly Buffer[];
  readonly owner: readonly {
    readonly writer: string;
    readonly seq: number;
    readonly from: number;
    readonly head: number;
  }[];
}

export function ownedEntries({ batches }: WholeLedger): Owned {
  const entries: Buffer[] = [];
  const owner: Owned['owner'][number][] = [];
  for (const { head, records, sealed } of batches) {
    const from = entries.length;
    const place = { writer: head.writer, seq: head.seq, from, head: from + records.length };
    for (const entry of [...records, sealed]) {
      entries.push(Buffer.from(entry));
      owner.push(place);
    }
  }
  return { entries, owner };
}

/** Bundles changed by somebody who leaves everything else: the tiles tell which entry it is. */
export function editBundle(chooser: Chooser, whole: WholeLedger): EditCase | null {
  const { entries } = ownedEntries(whole);
  const path = chooser.one([...whole.log.keys()].filter((one) => one.startsWith('tile/entries/')));
  const number = Number(path.slice('tile/entries/'.length).slice(0, 3));
  const edit = chooser.one(LIST_EDITS);
  const pieces = entries.slice(number * 256, (number + 1) * 256);
  const edited = editList(chooser, edit, pieces, () => chooser.one(entries));
  if (edited === null) return null;
  const log = changed(
    whole.log,
    path,
    Buffer.concat(edited.pieces.flatMap((entry) => [lengthOf(entry), entry])),
  );
  const index = number * 256 + Math.min(edited.first, pieces.length - 1);
  return {
    ...everything(whole, log),
    what: `${edit} in ${path}`,
    isThere: (finding) => finding.index === index && finding.where.startsWith('tile/'),
    expected: `index ${index}`,
  };
}

/** Everything made to fit by somebody who has the log's key, and no writer's: the stores tell which entry it is. */
export async function editEntries(
  chooser: Chooser,
  whole: WholeLedger,
  stolen: boolean,
): Promise<EditCase | null> {
  const { entries } = ownedEntries(whole);
  const edit = chooser.one(LIST_EDITS);
  const edited = editList(chooser, edit, entries, () => chooser.one(entries));
  return edited === null ? null : madeToFit(whole, edit, edited, stolen);
}

/** @returns `null` for an edit that leaves another log, and a whole one. */
export async function madeToFit(
  whole: WholeLedger,
  edit: ListEdit,
  edited: EditedList,
  stolen: boolean,
): Promise<EditCase | null> {
  const { owner } = ownedEntries(whole);
  if (edit === 'truncate' && edited.pieces.length === 0) return null;
  const log: LogObjects = referenceTiles(edited.pieces.map((piece) => Buffer.from(piece)));
  const thief: LogKeys = { log: stolen ? whole.keys.log : memoryKey(TEST_ORIGIN), witnesses: [] };
  log.set('checkpoint', await writeCheckpoint(edited.pieces, thief));
  const trust = stolen ? { ...whole.trust, witnesses: [], quorum: 0, checkpoint: null } : whole.trust;
  const place = owner[edited.first];
  // Cut behind a whole batch it is an older log, which only somebody with a newer checkpoint can tell.
  if (stolen && edit === 'truncate' && place?.from === edited.first) return null;
  // Of a writer's last batch, which is empty, nothing is left that misses it: it may still come into the log.
  if (stolen && edit === 'drop' && place !== undefined && isLastAndEmpty(owner, place)) return null;
  return {
    ...everything(whole, log),
    trust,
    what: `${edit} at ${edited.first}, all tiles made to fit, ${stolen ? 'signed with the log’s key' : 'signed with another key'}`,
    // Where an empty batch stood cannot be told once nothing says so; which one it was can.
    isThere: ({ where, index, writer, seq }) =>
      stolen
        ? index === edited.first || (writer === place?.writer && seq === place?.seq)
        : where === 'checkpoint',
    expected: stolen ? `index ${edited.first}` : 'checkpoint',
  };
}

function isLastAndEmpty(owner: Owned['owner'], place: Owned['owner'][number]): boolean {
  return (
    place.from === place.head && !owner.some(({ writer, seq }) => writer === place.writer && seq > place.seq)
  );
}

/** Tiles changed, entries left. */
export function editTile(chooser: Chooser, whole: WholeLedger): EditCase | null {
  const path = chooser.one([...whole.log.keys()].filter((one) => /^tile\/[0-9]/.test(one)));
  const edit = chooser.one(LIST_EDITS);
  const bytes = whole.log.get(path) ?? Buffer.alloc(0);
  const hashes = Array.from({ length: bytes.length / 32 }, (_, at) => bytes.subarray(at * 32, at * 32 + 32));
  const edited = editList(chooser, edit, hashes, () => flipBit(chooser, chooser.one(hashes)));
  if (edited === null) return null;
  const [, level = '0', number = '0'] = /^tile\/([0-9]+)\/([0-9]{3})/.exec(path) ?? [];
  const index = (Number(number) * 256 + Math.min(edited.first, hashes.length - 1)) * 256 ** Number(level);
  return {
    ...everything(whole, changed(whole.log, path, Buffer.concat(edited.pieces))),
    what: `${edit} in ${path}`,
    isThere: (finding) => finding.where === path && finding.index === index,
    expected: `${path}, index ${index}`,
  };
}

/** Objects removed, exchanged, made longer; strangers put beside them. */
export function editObjects(chooser: Chooser, whole: WholeLedger): EditCase | null {
  const paths = [...whole.log.keys()].filter((one) => one !== 'checkpoint');
  const path = chooser.one(paths);
  const other = chooser.one(paths);
  const edit = chooser.one(['remove', 'exchange', 'lengthen', 'stranger'] as const);
  const bytes = whole.log.get(path) ?? Buffer.alloc(0);
  const log = new Map(whole.log);
  const places = [path];
  if (edit === 'remove') log.delete(path);
  if (edit === 'lengthen') log.set(path, Buffer.concat([bytes, Buffer.of(chooser.number(256))]));
  if (edit === 'stranger') {
    places[0] = chooser.one([
      'tile/0/x001/000',
      'tile/entries/900',
      'tile/00/000',
      'notes.txt',
      'tile/1/000.p/200',
    ]);
    log.set(places[0] ?? '', bytes);
  }
  if (edit === 'exchange') {
    if (path === other) return null;
    log.set(path, whole.log.get(other) ?? bytes);
    log.set(other, bytes);
    places.push(other);
  }
  return {
    ...everything(whole, log),
    what: `${edit} ${places.join(' and ')}`,
    isThere: ({ where, index }) => places.includes(where) || (edit === 'exchange' && index !== null),
    expected: places.join(' or '),
  };
}

const CHECKPOINT_EDITS = [
  'flip',
  'line',
  'double',
  'append',
  'older',
  'origin',
  'size',
  'root',
  'thief',
] as const;

export async function editCheckpoint(chooser: Chooser, whole: WholeLedger): Promise<EditCase | null> {
  const edit = chooser.one(CHECKPOINT_EDITS);
  const bytes = whole.log.get('checkpoint') ?? Buffer.alloc(0);
  const text = bytes.toString('utf8');
  const lines = text.split('\n');
  const [origin = '', size = '', root = ''] = lines;
  const signed = async (body: string, keys: LogKeys = whole.keys) => signCheckpoint(body, keys);
  const at = chooser.number(lines.length - 1);
  let edited: Buffer = bytes;
  if (edit === 'flip') edited = flipBit(chooser, bytes);
  if (edit === 'line') edited = Buffer.from(lines.toSpliced(at, 1).join('\n'));
  if (edit === 'double') edited = Buffer.from(lines.toSpliced(at, 0, lines[at] ?? '').join('\n'));
  if (edit === 'append') edited = Buffer.concat([bytes, Buffer.from(chooser.one(['\n', ' ', 'x', '\0']))]);
  if (edit === 'older')
    edited = await writeCheckpoint(
      ownedEntries(whole).entries.slice(0, chooser.number(Number(size))),
      whole.keys,
    );
  if (edit === 'origin') edited = await signed(`${origin}x\n${size}\n${root}\n`);
  if (edit === 'size')
    edited = Buffer.from(text.replace(`\n${size}\n`, `\n${Number(size) + 1 + chooser.number(9)}\n`));
  if (edit === 'root')
    edited = Buffer.from(
      text.replace(root, flipBit(chooser, Buffer.from(root, 'base64')).toString('base64')),
    );
  if (edit === 'thief')
    edited = await signed(`${origin}\n${size}\n${root}\n`, { ...whole.keys, log: memoryKey(origin) });
  if (edited.equals(bytes)) return null;
  return {
    ...everything(whole, changed(whole.log, 'checkpoint', edited)),
    what: `checkpoint: ${edit}`,
    isThere: ({ where }) => where === 'checkpoint',
    expected: 'checkpoint',
  };
}

/** A plan that a killed sequencer left, changed. */
export function editPlan(chooser: Chooser, whole: WholeLedger): EditCase | null {
  const count = 2 + chooser.number(4);
  const start = chooser.number(whole.batches.length - count);
  const size = whole.batches.slice(0, start).reduce((sum, { records }) => sum + records.length + 1, 0);
  const path = `plan/${size}`;
  const plan = planOf(whole, start, count);
  const pieces = plan.map((batch) => Buffer.from(JSON.stringify(batch)));
  const edit = chooser.one(['none', ...LIST_EDITS] as const);
  const written = (batches: readonly Buffer[], of = size) =>
    Buffer.from(
      `{"v":1,"size":${of},"batches":[${batches.map((piece) => piece.toString('utf8')).join(',')}]}`,
    );
  const edited =
    edit === 'none'
      ? null
      : editList(chooser, edit, pieces, () =>
          Buffer.from(JSON.stringify(['01JD0000000000000000000001', 1, Buffer.alloc(32).toString('base64')])),
        );
  // A plan that ends earlier says nothing wrong.
  if (edit !== 'none' && (edited === null || (edited.first > 0 && edited.pieces.length <= edited.first)))
    return null;
  const bytes = edited === null ? written(pieces, size + 1) : written(edited.pieces);
  return {
    ...everything(whole, changed(whole.log, path, bytes)),
    what: `${path}: ${edit}`,
    isThere: ({ where }) => where === path,
    expected: path,
  };
}

export function planOf(
  { batches }: WholeLedger,
  start: number,
  count: number,
): readonly (readonly [string, number, string])[] {
  const following = batches.slice(start + 1);
  return batches.slice(start, start + count).map(({ head, sealed }) => [
    head.writer,
    head.seq,
    // What the next batch of the same writer links to is the hash of this one.
    following.find((next) => next.head.writer === head.writer && next.head.seq === head.seq + 1)?.head.prev ??
      linkOf(sealed),
  ]);
}

function linkOf(sealed: Uint8Array): string {
  return createHash('sha256').update(Buffer.of(0)).update(sealed).digest('base64');
}

function changed(log: LogObjects, path: string, bytes: Buffer): LogObjects {
  return new Map(log).set(path, bytes);
}

function everything(whole: WholeLedger, log: LogObjects): Omit<EditCase, 'what' | 'isThere' | 'expected'> {
  return { trust: whole.trust, log, segments: whole.segments, table: whole.table };
}

function lengthOf(entry: Buffer): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(entry.length);
  return bytes;
}
