import type { Answered } from './answered.ts';
import { eventually } from './copy-demo.ts';

export interface Load {
  /** Every answer so far. */
  readonly answers: readonly Answered[];
  /** Waits until this many more answers satisfy. */
  more(count: number, wanted: (answer: Answered) => boolean, complaint: string): Promise<void>;
  /** Lets what is under way finish. */
  end(): Promise<void>;
}

/** Clients that ask again as soon as they are answered. What an `ask` throws, `end` throws. */
export function startLoad(clients: number, ask: () => Promise<Answered>): Load {
  const answers: Answered[] = [];
  let asking = true;
  const client = async () => {
    while (asking) answers.push(await ask());
  };
  const running = Promise.all(Array.from({ length: clients }, client));
  running.catch(() => {});
  return {
    answers,
    async more(count, wanted, complaint) {
      const from = answers.length;
      await eventually(async () => answers.slice(from).filter(wanted).length >= count, complaint);
    },
    async end() {
      asking = false;
      await running;
    },
  };
}
