import type { AccessModel } from '../access/access-model.ts';
import type { PolicyArchive, PolicyFile } from './policy-archive.ts';
import type { PolicyInForce, PolicyRecorderOptions } from './record-policies.ts';

/** What keeps a tenant's policy under one schema, texts and all, before it is on record as in force. */
export function keepPolicy(
  archive: Pick<PolicyArchive, 'keep'>,
  schema: readonly PolicyFile[],
  model: Pick<AccessModel, 'version'>,
): NonNullable<PolicyRecorderOptions['keep']> {
  return async (tenant: string, { version, overlay, file }: PolicyInForce, from: number) => {
    if (file === undefined) return;
    await archive.keep(tenant, { version, schema: model.version, overlay, from }, { schema, overlay: file });
  };
}
