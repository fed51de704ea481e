import { z } from 'zod';
import { BoundedMap, entriesOf } from '../../bounded-map.ts';
import type { Detector } from '../detector.ts';
import { watchPeaks } from '../peak-watch.ts';
import type { SeenRecord } from '../seen-record.ts';

const HOUR_MS = 3_600_000;
/** An operation is over after thirty seconds; its own record comes last. */
const OPERATION_MS = 60_000;
const MOST_OPEN = 10_000;

const Asked = z.object({ time: z.number(), sent: z.number() });
type Asked = z.output<typeof Asked>;
const Saved = z.object({ asked: entriesOf(Asked), peaks: z.unknown() });

/**
 * Many insights that a model was asked for and nobody was given: an attack by way of the evidence, a guardrail that was
 * changed, or a model that fails. The ledger has what was sent to a model, and what was given; what is missing of the
 * second within a minute was withheld.
 */
export const insightWithheldSpike: Detector = Object.freeze({
  name: 'insight-withheld-spike',
  rule: '45 CFR 164.308(a)(1)(ii)(D); 164.308(a)(5)(ii)(B)',
  startsClocks: false,
  begin: ({ settings }, saved) => {
    const known = saved === null ? null : Saved.parse(saved);
    const asked = new BoundedMap<Asked>(MOST_OPEN, known?.asked);
    const peaks = watchPeaks(
      {
        detector: 'insight-withheld-spike',
        windowMs: HOUR_MS,
        floor: settings.withheldPerHour,
        severity: 'LOW',
        isLearned: true,
        keysOf: (seen) => [...withheldBy(seen)],
        actorOf: () => null,
        groupOf: () => 'tenant',
      },
      known?.peaks ?? null,
    );
    const withheldBy = function* (seen: SeenRecord): Generator<string> {
      const { request, time, sentToModel, insights } = seen;
      if (sentToModel) asked.set(request, { time, sent: (asked.get(request)?.sent ?? 0) + 1 });
      else if (insights > 0) {
        const left = (asked.get(request)?.sent ?? 0) - insights;
        if (left > 0) asked.set(request, { time, sent: left });
        else asked.delete(request);
      }
      for (const [id, { time: since, sent }] of asked.entries()) {
        // What a clock that ran ahead has stamped keeps nothing from being over.
        if (since > time) continue;
        if (since > time - OPERATION_MS) return;
        asked.delete(id);
        for (let each = 0; each < sent; each += 1) yield `${id} ${each}`;
      }
    };
    return Object.freeze({ observe: peaks.observe, toJSON: () => ({ asked, peaks }) });
  },
} satisfies Detector);
