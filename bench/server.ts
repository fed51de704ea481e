import { z } from 'zod';
import { benchDocuments } from './bench-documents.ts';
import { type BenchServer, type ContestantName, isContestant } from './contestants.ts';
import { type ProfileRecording, recordProfile } from './record-profile.ts';
import { servePeer } from './serve-peer.ts';
import { servePhield } from './serve-phield.ts';

/** The process of one contestant: serves, tells its processor time when asked, ends when told. */
const START: Readonly<Record<ContestantName, () => Promise<BenchServer>>> = Object.freeze({
  apollo: () => servePeer(false),
  shield: () => servePeer(true),
  phield: () => servePhield({ role: 'PHYSICIAN', purpose: 'TREAT' }),
  masked: () => servePhield({ role: 'RESEARCHER', purpose: 'HRESCH' }),
  unrecorded: () => servePhield({ role: 'PHYSICIAN', purpose: 'TREAT' }, { recorded: false }),
  documents: () => servePhield({ role: 'PHYSICIAN', purpose: 'TREAT' }, { documents: benchDocuments() }),
  stored: () =>
    servePhield({ role: 'PHYSICIAN', purpose: 'TREAT' }, { documents: benchDocuments(), stored: true }),
});

const Order = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cpu') }),
  z.object({ kind: z.literal('profile') }),
  z.object({ kind: z.literal('save'), file: z.string() }),
  z.object({ kind: z.literal('stop') }),
]);
export type Order = z.output<typeof Order>;

const name = process.argv[2];
const answer = process.send?.bind(process);
if (!isContestant(name) || answer === undefined) throw new Error('This file is started by bench/main.ts.');
const server = await START[name]();
let recording: ProfileRecording | null = null;

process.on('message', async (message) => {
  const order = Order.parse(message);
  if (order.kind === 'cpu') {
    const { user, system } = process.cpuUsage();
    answer({ kind: 'cpu', microseconds: user + system, rss: process.memoryUsage.rss() });
  } else if (order.kind === 'profile') {
    recording = await recordProfile();
    answer({ kind: 'done' });
  } else if (order.kind === 'save') {
    await recording?.save(order.file);
    answer({ kind: 'done' });
  } else {
    await server.stop();
    process.disconnect();
  }
});
// Whoever started it may have failed: nobody measures it then, and it would keep a processor and a port.
process.once('disconnect', () => process.exit());
answer({ kind: 'ready', port: server.port, authorization: server.authorization });
