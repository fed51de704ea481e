import { type Tracer, trace } from '@opentelemetry/api';
import type { Clock } from '../src/clock.ts';
import type { Config } from '../src/config.ts';
import type { CodeSet } from '../src/insight/code-set.ts';
import { openCodeSet } from '../src/insight/codes/open-code-set.ts';
import type { InsightModel } from '../src/insight/insight-model.ts';
import type { BreakerChange, ModelCall } from './bedrock/bedrock-options.ts';
import { createBedrockModel } from './bedrock/create-bedrock-model.ts';
import { startLocalBedrock } from './bedrock/start-local-bedrock.ts';

/** Models and code sets, as the gateway uses them. */
export interface Models {
  readonly model: InsightModel;
  readonly codes: () => Promise<CodeSet | null>;
  close(): Promise<void>;
}

/**
 * Bedrock, and in the embedded profile the local server that stands for region `local`: begun with the first call,
 * and gone with the gateway.
 */
export function openModels(
  config: Config,
  parts: {
    readonly clock: Clock;
    readonly random: () => number;
    readonly onCall: (call: ModelCall) => void;
    readonly onBreaker: (change: BreakerChange) => void;
    readonly onCodesRefused: (line: number | null) => void;
  },
): Models {
  const tracer: Tracer = trace.getTracer('phield');
  const { clock, random, onCall, onBreaker } = parts;
  const local = config.profile === 'embedded' ? startLocalBedrock() : null;
  const bedrock = createBedrockModel({
    localEndpoint: local === null ? null : () => local.endpoint(),
    clock,
    random,
    onCall,
    onBreaker,
    tracer,
  });
  const codeSet = openCodeSet({
    dataDir: config.dataDir,
    clock,
    onRefused: ({ line }) => parts.onCodesRefused(line),
  });
  return Object.freeze({
    model: bedrock,
    codes: () => codeSet.current(),
    close: async () => {
      bedrock.close();
      await local?.close();
    },
  });
}
