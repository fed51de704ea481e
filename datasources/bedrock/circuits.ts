import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel';
import { AttemptFailed } from './attempt-failed.ts';
import type { BedrockLimits, BreakerChange } from './bedrock-options.ts';

const STATES = Object.freeze({
  [CircuitState.Open]: 'OPEN',
  [CircuitState.Isolated]: 'OPEN',
  [CircuitState.HalfOpen]: 'HALF_OPEN',
  [CircuitState.Closed]: 'CLOSED',
} as const);

/** Runs attempts unless the model has failed so often in a row that the next would too. */
export interface Circuit {
  /** False: an attempt would be refused at once. */
  mayTry(): boolean;
  /** @throws AttemptFailed of the attempt, or BREAKER at once */
  run<T>(attempt: () => Promise<T>): Promise<T>;
}

/** One breaker for each model in each region, for all tenants: they fail together. */
export class Circuits {
  readonly #limits: BedrockLimits;
  readonly #onChange: (change: BreakerChange) => void;
  readonly #circuits = new Map<string, Circuit>();

  constructor(limits: BedrockLimits, onChange: (change: BreakerChange) => void) {
    this.#limits = limits;
    this.#onChange = onChange;
  }

  of(region: string, model: string): Circuit {
    const key = `${region} ${model}`;
    const known = this.#circuits.get(key);
    if (known !== undefined) return known;
    const made = this.#open(region, model);
    this.#circuits.set(key, made);
    return made;
  }

  #open(region: string, model: string): Circuit {
    const policy: CircuitBreakerPolicy = circuitBreaker(
      handleWhen(
        (error) =>
          error instanceof AttemptFailed &&
          // To cockatiel what is not handled is a success: a client that hangs up on the one call that tries again
          // would close the breaker.
          (error.counts || (policy.state === CircuitState.HalfOpen && error.failure === 'DEADLINE')),
      ),
      {
        breaker: new ConsecutiveBreaker(this.#limits.breakerFailures),
        halfOpenAfter: this.#limits.breakerRest,
      },
    );
    let rests = false;
    policy.onStateChange((state) => {
      rests = state === CircuitState.Open;
      if (rests) setTimeout(() => (rests = false), this.#limits.breakerRest).unref();
      this.#onChange({ region, model, state: STATES[state] });
    });
    return {
      mayTry: () => !rests && policy.state !== CircuitState.HalfOpen,
      async run(attempt) {
        // Cockatiel lets others wait for the call that tries; with a stalled model that is its whole deadline.
        if (policy.state === CircuitState.HalfOpen) throw new AttemptFailed('BREAKER');
        try {
          return await policy.execute(attempt);
        } catch (error) {
          throw error instanceof AttemptFailed ? error : new AttemptFailed('BREAKER');
        }
      },
    };
  }
}
