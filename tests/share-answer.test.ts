import { describe, expect, it } from 'vitest';
import { shareAnswer } from '../src/share-answer.ts';

function asked() {
  const clock = { now: 0 };
  const waiting: { tell(answer: string): void; fail(): void }[] = [];
  const ask = shareAnswer(
    () =>
      new Promise<string>((resolve, reject) => {
        waiting.push({ tell: resolve, fail: () => reject(new Error('away')) });
      }),
    () => clock.now,
  );
  return { ask, clock, waiting };
}

describe('a shared answer', () => {
  it('is asked for once, however many ask at once, and however long it takes', async () => {
    const { ask, clock, waiting } = asked();
    const all = [ask(), ask()];
    clock.now = 5_000;
    all.push(ask());
    waiting[0]?.tell('yes');
    expect(await Promise.all(all)).toEqual(['yes', 'yes', 'yes']);
    expect(waiting.length).toBe(1);
  });

  it('holds for a second from when it came, and no longer', async () => {
    const { ask, clock, waiting } = asked();
    const first = ask();
    clock.now = 400;
    waiting[0]?.tell('yes');
    await first;
    clock.now = 1_399;
    expect(await ask()).toBe('yes');
    expect(waiting.length).toBe(1);
    clock.now = 1_400;
    const next = ask();
    waiting[1]?.tell('no');
    expect(await next).toBe('no');
  });

  it('does not hold on when the clock is set back', async () => {
    const { ask, clock, waiting } = asked();
    clock.now = 100_000;
    const first = ask();
    waiting[0]?.tell('yes');
    await first;
    clock.now = 10;
    void ask();
    expect(waiting.length).toBe(2);
  });

  it('is not kept where it is a failure', async () => {
    const { ask, waiting } = asked();
    const failing = [ask(), ask()];
    waiting[0]?.fail();
    for (const one of failing) await expect(one).rejects.toThrow('away');
    void ask();
    expect(waiting.length).toBe(2);
  });
});
