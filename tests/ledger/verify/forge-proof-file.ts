import { writeProofFile } from '../../../src/ledger/log/proof-file.ts';
import { checkProof } from '../../../src/ledger/verify/check-proof.ts';
import type { Chooser } from '../../properties/chooser.ts';
import { flipBit } from './edit-list.ts';
import { ownedEntries } from './edit-log.ts';
import type { Forgery } from './forge-claim.ts';
import { signatureLine, signCheckpoint, vkeyId, writeCheckpoint } from './reference-log.ts';
import { ReferenceTree } from './reference-tree.ts';
import type { WholeLedger } from './whole-ledger.ts';

/** True proofs of a ledger, and what goes into false ones. */
export interface ProofWorld {
  readonly whole: WholeLedger;
  readonly entries: readonly Buffer[];
  /** Indexes of records. */
  readonly records: readonly number[];
  readonly tree: ReferenceTree;
  /** Checkpoints that the log signed: its newest, older ones, ones of another history, another origin. */
  readonly checkpoints: readonly Buffer[];
  /** Notes whose signatures are of others, doubled, or under another key's id. */
  readonly notes: readonly Buffer[];
}

export async function openProofWorld(whole: WholeLedger): Promise<ProofWorld> {
  const { entries } = ownedEntries(whole);
  const records = entries.flatMap((entry, index) => (entry.includes('"id":"record-') ? [index] : []));
  const newest = whole.log.get('checkpoint') ?? Buffer.alloc(0);
  const text = newest.toString('utf8');
  const body = text.slice(0, text.indexOf('\n\n') + 1);
  const { log, witnesses } = whole.keys;
  const line = async (id: Buffer) => signatureLine(log.name, id, await log.sign(Buffer.from(body)));
  const rest = text.slice(body.length + 1);
  const alike = { ...log, name: `${log.name}/b` };
  return {
    whole,
    entries,
    records,
    tree: new ReferenceTree(entries),
    checkpoints: [
      newest,
      ...(await Promise.all(
        [1, 7, 128, 255, 256, 257].map((size) => writeCheckpoint(entries.slice(0, size), whole.keys)),
      )),
      await writeCheckpoint(entries.toReversed(), whole.keys),
      await signCheckpoint(body.replace(log.name, `${log.name}x`), whole.keys),
    ],
    notes: [
      // The right signature under the id of another key, and of the witnesses' type.
      Buffer.from(`${body}\n${await line(vkeyId(alike, 1))}${rest.slice(rest.indexOf('\n') + 1)}`),
      Buffer.from(`${body}\n${await line(vkeyId(log, 4))}${rest.slice(rest.indexOf('\n') + 1)}`),
      Buffer.from(`${body}\n${rest}${rest.slice(0, rest.indexOf('\n') + 1)}`),
      Buffer.from(`${body}\n${rest}\n`),
      Buffer.from(`${body}\nextension\n${rest}`),
      await signCheckpoint(`${body}extension\n`, whole.keys),
      await signCheckpoint(body, { log, witnesses: witnesses.slice(1) }),
      await signCheckpoint(body, { log: { ...log, sign: async () => Buffer.alloc(64) }, witnesses }),
      await signCheckpoint(body, {
        log,
        witnesses: [witnesses[0] ?? log, { ...(witnesses[0] ?? log), name: witnesses[1]?.name ?? '' }],
      }),
    ],
  };
}

const EDITS = [
  'flip',
  'without line',
  'doubled line',
  'swapped lines',
  'carriage return',
  'space',
  'behind',
  'before',
  'index',
  'spelling',
  'path hash',
  'checkpoint',
  'note',
  'entry',
  'event',
  'cut',
] as const;
const NUMBERS = [
  '-1',
  '01',
  '+1',
  '1e1',
  '0x1',
  '1.0',
  ' 1',
  '',
  '9007199254740993',
  '18446744073709551616',
  '१',
];

/** A true proof file, changed in one way. What is believed and is true all the same is no forgery. */
export function forgeProofFile(chooser: Chooser, world: ProofWorld): Forgery | null {
  const { entries, records, tree, whole } = world;
  const index = chooser.one(records);
  const entry = entries[index] ?? Buffer.alloc(0);
  const id = /"id":"([^"]*)"/.exec(entry.toString('utf8'))?.[1] ?? '';
  const hashes = tree.path(index, entries.length);
  const event = `${id}.${chooser.number(5)}`;
  const [newest = Buffer.alloc(0)] = world.checkpoints;
  const proof = { index, entry, hashes, checkpoint: newest };
  const honest = writeProofFile(event, proof);
  const lines = honest.toString('utf8').split('\n');
  const at = chooser.number(lines.length - 1);
  const to = chooser.number(lines.length - 1);
  const edit = chooser.one(EDITS);
  const joined = (edited: readonly string[]) => Buffer.from(edited.join('\n'));
  let forged: Buffer = honest;
  if (edit === 'flip') forged = flipBit(chooser, honest);
  if (edit === 'without line') forged = joined(lines.toSpliced(at, 1));
  if (edit === 'doubled line') forged = joined(lines.toSpliced(at, 0, lines[at] ?? ''));
  // The order of a note's signatures says nothing.
  const signatures = lines.length - 1 - 3;
  if (edit === 'swapped lines' && Math.min(at, to) < signatures) {
    forged = joined(lines.with(at, lines[to] ?? '').with(to, lines[at] ?? ''));
  }
  if (edit === 'carriage return') forged = joined(lines.with(at, `${lines[at]}\r`));
  if (edit === 'space')
    forged = joined(lines.with(at, chooser.chance(0.5) ? ` ${lines[at]}` : `${lines[at]} `));
  if (edit === 'behind')
    forged = Buffer.concat([honest, Buffer.from(chooser.one(['\n', ' ', '\0', 'x', '\n\n']))]);
  if (edit === 'before')
    forged = Buffer.concat([Buffer.from(chooser.one(['\n', ' ', '\ufeff', 'x'])), honest]);
  if (edit === 'index') {
    const other = chooser.chance(0.5) ? chooser.one(NUMBERS) : String(chooser.number(entries.length + 50));
    forged = joined(lines.with(2, `index ${other}`));
  }
  if (edit === 'spelling') forged = joined(lines.with(at, respell(chooser, lines[at] ?? '')));
  if (edit === 'path hash') {
    const hash = chooser.number(hashes.length);
    forged = writeProofFile(event, {
      ...proof,
      hashes: hashes.with(hash, flipBit(chooser, Buffer.from(hashes[hash] ?? honest))),
    });
  }
  if (edit === 'checkpoint')
    forged = writeProofFile(event, { ...proof, checkpoint: chooser.one(world.checkpoints) });
  if (edit === 'note') forged = writeProofFile(event, { ...proof, checkpoint: chooser.one(world.notes) });
  if (edit === 'entry') {
    const other = chooser.chance(0.5) ? flipBit(chooser, entry) : chooser.one(entries);
    forged = writeProofFile(event, { ...proof, entry: other });
  }
  if (edit === 'event')
    forged = writeProofFile(
      chooser.one([`${id}.5`, `${id}.-1`, `${id}.01`, `${id}x.0`, `record-9999.0`, id, `.${id}.0`]),
      proof,
    );
  if (edit === 'cut') forged = honest.subarray(0, chooser.number(honest.length));
  if (forged.equals(honest)) return null;
  const checked = checkProof(forged, whole.trust);
  if (typeof checked === 'string') return { kind: `file ${edit}`, accepted: false };
  // Another event of the same record is as true.
  const isTrue =
    edit === 'flip' &&
    checked.index === index &&
    entry.equals(checked.record) &&
    /^[^.]+\.[0-4]$/.test(checked.event) &&
    checked.event.startsWith(`${id}.`);
  return { kind: `file ${edit}`, accepted: !isTrue };
}

/** The same bytes in another spelling of base64, as far as there is one in this line. */
function respell(chooser: Chooser, line: string): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const how = chooser.number(4);
  if (how === 0) return line.replace(/=+$/, '');
  if (how === 1) return line.replaceAll('+', '-').replaceAll('/', '_');
  if (how === 2) return `${line}=`;
  // Bits behind the last byte stand for nothing.
  return line.replace(
    /([A-Za-z0-9+/])(=+)$/,
    (_, digit: string, padding: string) => `${digits[digits.indexOf(digit) + 1] ?? digit}${padding}`,
  );
}
