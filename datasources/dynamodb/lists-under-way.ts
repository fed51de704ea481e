/**
 * The Queries for rows that one request has under way. What their rows lead to, such as who treated, is one
 * level of the answer: its reads are held until the last of them has answered, so that they go out together.
 *
 * Work given to `during` MUST NOT wait for what is held, or neither would ever end.
 */
export class ListsUnderWay {
  #running = 0;
  #held: (() => void)[] = [];

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      if (this.#running === 0 && this.#held.length > 0) setImmediate(() => this.#release());
    }
  }

  /** Calls `dispatch` when nothing is under way: at once, or a turn after the last list has answered or failed. */
  hold(dispatch: () => void): void {
    if (this.#running > 0) this.#held.push(dispatch);
    else dispatch();
  }

  /** By now the rows of the last list have asked for what they need; another list may have begun. */
  #release(): void {
    if (this.#running > 0) return;
    const held = this.#held;
    this.#held = [];
    for (const dispatch of held) dispatch();
  }
}
