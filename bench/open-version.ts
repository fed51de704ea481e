import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'graphql';
import { z } from 'zod';
import type { VersionWorkload } from './version-workloads.ts';

/** One operation of a version, in process. `execution` with its ledger record composed and encoded, not written. */
export type VersionRuns = Readonly<
  Record<VersionMeasure, (workload: VersionWorkload) => () => Promise<unknown>>
>;

/** `request`: the gateway's whole line, from the token to the answer's text, without HTTP and without a disk. */
export const VERSION_MEASURES = Object.freeze(['execution', 'request'] as const);
export type VersionMeasure = (typeof VERSION_MEASURES)[number];

type Callable = (...args: readonly unknown[]) => unknown;
const Callable = z.custom<Callable>((value) => typeof value === 'function');
const Executions = z.object({ recorded: Callable });
const Gateway = z.object({ gateway: z.object({ handle: Callable }), authorization: z.string() });

/** No version writes: what is measured is what it computes. */
const NO_LEDGER = Object.freeze({ append: async () => {}, available: true, close: async () => {} });

/**
 * Opens a version of Phield by its own yardstick: what `bench/` of that version exports.
 * @param directory a temporary folder for the token issuer's key.
 * @param governed with consents, labels and scopes, which an older version may not know of.
 * @throws when that version has no such exports.
 */
export async function openVersion(root: string, directory: string, governed: boolean): Promise<VersionRuns> {
  const load = async (file: string, name: string): Promise<Callable> => {
    const module: unknown = await import(pathToFileURL(join(root, 'bench', file)).href);
    return z
      .object({ [name]: Callable })
      .transform((exported) => exported[name])
      .pipe(Callable)
      .parse(module);
  };
  const executeInProcess = await load('execute-in-process.ts', 'executeInProcess');
  const openBenchData = await load('bench-data.ts', 'openBenchData');
  const assemblePhield = await load('assemble-phield.ts', 'assemblePhield');
  const { recorded } = Executions.parse(await executeInProcess(directory, { governed }));
  const { gateway, authorization } = Gateway.parse(
    await assemblePhield({
      openData: openBenchData({ governed }),
      ledger: NO_LEDGER,
      persona: { role: 'PHYSICIAN', purpose: 'TREAT' },
      directory,
      governed,
    }),
  );
  return {
    execution: ({ query, variables }) => {
      const document = parse(query);
      return async () => recorded(document, variables);
    },
    request: ({ query, variables }) => {
      const request = {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        search: '',
        body: { query, variables },
        remoteAddress: '127.0.0.1',
      };
      return async () => gateway.handle(request);
    },
  };
}
