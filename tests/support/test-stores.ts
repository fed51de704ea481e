import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import dynalite from 'dynalite';

/** A store that tests run against; each start is empty. */
export interface TestStore {
  readonly name: string;
  start(): Promise<StartedStore>;
}

export interface StartedStore {
  readonly endpoint: string;
  stop(): Promise<void>;
}

export const DYNALITE: TestStore = {
  name: 'dynalite',
  async start() {
    const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('dynalite has no port');
    return {
      endpoint: `http://127.0.0.1:${address.port}`,
      async stop() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  },
};

/** Amazon's own DynamoDB Local (Java 17), where `DYNAMODB_LOCAL_JAR` names its jar. */
export function dynamodbLocal(jar: string): TestStore {
  return {
    name: 'DynamoDB Local',
    async start() {
      const port = await freePort();
      const library = `-Djava.library.path=${join(dirname(jar), 'DynamoDBLocal_lib')}`;
      const child = spawn('java', [library, '-jar', jar, '-inMemory', '-port', String(port)], {
        stdio: 'ignore',
        cwd: dirname(jar),
      });
      const endpoint = `http://127.0.0.1:${port}`;
      for (let attempt = 0; attempt < 300; attempt += 1) {
        const up = await fetch(endpoint).then(
          () => true,
          () => false,
        );
        if (up) break;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return {
        endpoint,
        async stop() {
          child.kill('SIGKILL');
          await once(child, 'exit');
        },
      };
    },
  };
}

/** The stores at hand; says which one is missing. */
export function testStores(): readonly TestStore[] {
  const jar = process.env.DYNAMODB_LOCAL_JAR;
  if (jar) return [DYNALITE, dynamodbLocal(jar)];
  process.stdout.write('skipped: DynamoDB Local, since DYNAMODB_LOCAL_JAR names no jar\n');
  return [DYNALITE];
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
