import type { Span, Tracer, TracerProvider } from '@opentelemetry/api';

/** A tracer provider that keeps all it is told, in memory. */
export interface RecordedSpans extends TracerProvider {
  /** Names, attributes, events, states: everything, in order. */
  readonly told: readonly unknown[];
  ended(): number;
}

export function recordSpans(): RecordedSpans {
  const told: unknown[] = [];
  let ended = 0;
  const tell = (...of: readonly unknown[]): Span => {
    told.push(...of);
    return span;
  };
  const span: Span = {
    spanContext: () => ({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 1 }),
    setAttribute: tell,
    setAttributes: tell,
    addEvent: tell,
    addLink: tell,
    addLinks: tell,
    setStatus: tell,
    updateName: tell,
    isRecording: () => true,
    recordException: (of) => void tell(of),
    end: () => {
      ended += 1;
    },
  };
  const tracer: Tracer = {
    startSpan: (name, options) => tell(name, options),
    startActiveSpan: (name: string, ...rest: readonly unknown[]) => {
      const run = rest.at(-1);
      tell(name, ...rest.slice(0, -1));
      return typeof run === 'function' ? run(span) : undefined;
    },
  };
  return { told, ended: () => ended, getTracer: () => tracer };
}
