/**
 * `npm run example:third-party` beside a gateway in the embedded profile. First, register the app as the house does:
 * see examples/README.md. `PHIELD_URL` is the gateway's address, `PHIELD_CLIENT` the app's name.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { awaitReview, createApp, discover, getToken, publish, runDocument, thumbprintOf } from './app.ts';

const base = process.env.PHIELD_URL ?? 'http://127.0.0.1:4000';
const client = process.env.PHIELD_CLIENT ?? 'growth-chart';
const say = (text: string) => process.stdout.write(`${text}\n`);

const server = await discover(base);
say(`found      ${server.resource}`);

const app = await createApp(client, 'system/Patient.rs system/Observation.rs');
const token = await getToken(server, app);
say(`signed in  as ${client}, by the key ${await thumbprintOf(app)}`);

const text = await readFile(join(import.meta.dirname, 'vital-signs.graphql'), 'utf8');
const id = await publish(server, app, token, text);
say(`proposed   ${id}`);
say('waiting for a privacy officer. To be one yourself, in another terminal:');
say(`           npx phield documents approve ${id} --tenant riverside --client ${client}`);

const isApproved = await awaitReview(server, app, token, id, { everyMs: 1_000, times: 600 });
if (!isApproved) {
  say('not approved: nothing is run');
  process.exit(1);
}
const answer = await runDocument(server, app, token, id, { first: 3 });
say(`ran        ${answer.status}${answer.code === null ? '' : ` ${answer.code}`}`);
say(JSON.stringify(answer.data, null, 2));
