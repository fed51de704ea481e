import { z } from 'zod';
import { wholeNumber } from './whole-number.ts';

export interface SignalsSettings {
  /** Between two looks over the ledger; 0: it is not looked over. */
  readonly seconds: number;
  /** Who is told of new findings; `null`: nobody. */
  readonly webhook: SignalsWebhook | null;
}

export interface SignalsWebhook {
  readonly url: string;
  /** Of the signature (Standard Webhooks 1.0); empty where there is none. */
  readonly key: Uint8Array;
}

/** The variables of a gateway's own looking for signals. */
export const SIGNALS_VARIABLES = Object.freeze({
  PHIELD_SIGNALS_SECONDS: wholeNumber(0, 86_400).default(60),
  PHIELD_SIGNALS_WEBHOOK: z.url().optional(),
  PHIELD_SIGNALS_WEBHOOK_KEY: z.base64({ error: 'expected base64' }).optional(),
});

const Variables = z.object(SIGNALS_VARIABLES);

export function signalsSettings(value: z.infer<typeof Variables>): SignalsSettings {
  const { PHIELD_SIGNALS_WEBHOOK: url, PHIELD_SIGNALS_WEBHOOK_KEY: key = '' } = value;
  return Object.freeze({
    seconds: value.PHIELD_SIGNALS_SECONDS,
    webhook: url === undefined ? null : Object.freeze({ url, key: Buffer.from(key, 'base64') }),
  });
}
