import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Guard, StaleGuardError, withoutGuard } from './guard.ts';
import { GUARDS } from './guards.ts';
import { renderGuards } from './render-guards.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe('the list of guards', () => {
  it('names each guard once, within an area', () => {
    expect(new Set(GUARDS.map(({ guard }) => guard)).size).toBe(GUARDS.length);
    expect(GUARDS.filter(({ guard }) => !/^[a-z-]+\.[a-z0-9-]+$/.test(guard))).toEqual([]);
  });

  it.each(GUARDS)('$guard still fits the source', (guard) => {
    expect(withoutGuard(guard, read(guard.file))).not.toBe(read(guard.file));
    expect(existsSync(join(ROOT, guard.tests[0]))).toBe(true);
  });

  it('is what docs/guards.md shows: `npm run guards -- --docs` writes it', () => {
    expect(read('docs/guards.md')).toBe(renderGuards(GUARDS));
  });
});

describe('withoutGuard', () => {
  const guard: Guard = {
    guard: 'a.b',
    promise: '',
    file: 'f.ts',
    find: 'if (bad) throw;',
    replace: '',
    tests: ['t.test.ts', 'name'],
  };

  it('takes the guard away, and nothing else', () => {
    expect(withoutGuard({ ...guard, replace: '$&' }, 'a; if (bad) throw; b;')).toBe('a; $& b;');
  });

  it.each(['', 'if (bad) throw; if (bad) throw;', 'if (bad)  throw;'])('does not guess: %j', (source) => {
    expect(() => withoutGuard(guard, source)).toThrow(StaleGuardError);
  });
});
