import { stat } from 'node:fs/promises';
import { type Config, ConfigError } from '../config.ts';

/** @throws ConfigError where something else than a folder stands: no later try keeps anything there. */
export async function expectDataFolder({ dataDir }: Pick<Config, 'dataDir'>): Promise<void> {
  const isFolder = await stat(dataDir).then(
    (stood) => stood.isDirectory(),
    // What is not there is made; what lies under a file cannot be.
    (error: unknown) => !(error instanceof Error && 'code' in error && error.code === 'ENOTDIR'),
  );
  if (!isFolder) throw new ConfigError(`PHIELD_DATA_DIR: expected a folder, not a file: ${dataDir}`);
}
