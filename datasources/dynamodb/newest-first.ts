import { type Item, requiredText } from './item.ts';

type Pages = AsyncGenerator<readonly Item[], void>;

interface Order {
  readonly pages: Pages;
  left: readonly Item[];
  done: boolean;
}

/**
 * Several partitions as one, each given from its greatest sort key down: items in that order, at most `size` at a
 * time. A partition is read on only once all that was read of it is given.
 */
export async function* newestFirst(
  partitions: readonly Pages[],
  size: number,
): AsyncGenerator<readonly Item[], void> {
  const orders = partitions.map((pages): Order => ({ pages, left: [], done: false }));
  for (;;) {
    await Promise.all(orders.map(readOn));
    const chunk: Item[] = [];
    while (chunk.length < size && orders.every(({ left, done }) => left.length > 0 || done)) {
      const [first, ...others] = orders.filter(({ left }) => left.length > 0);
      if (first === undefined) break;
      const next = others.reduce((best, order) => (keyOf(order) > keyOf(best) ? order : best), first);
      chunk.push(...next.left.slice(0, 1));
      next.left = next.left.slice(1);
    }
    if (chunk.length === 0) return;
    yield chunk;
  }
}

/** A page may be empty though others follow. */
async function readOn(order: Order): Promise<void> {
  while (order.left.length === 0 && !order.done) {
    const page = await order.pages.next();
    if (page.done === true) order.done = true;
    else order.left = page.value;
  }
}

function keyOf({ left: [item] }: Order): string {
  return item === undefined ? '' : requiredText(item, 'sk');
}
