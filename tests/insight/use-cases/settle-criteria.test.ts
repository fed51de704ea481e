import { describe, expect, it } from 'vitest';
import { settleCriteria } from '../../../src/insight/use-cases/settle-criteria.ts';
import { items, sentence } from './sentence.ts';

const evidence = items(['Policy', 'A.'], ['Policy', 'B.'], ['Policy', 'C.'], ['Condition', 'Asthma']);
const about = (criterion: number, status: 'MET' | 'NOT_IN_RECORD') =>
  sentence('a', [[criterion, 'x']], { status });

describe('criteria of a policy', () => {
  it('come in their order, each once', () => {
    const [one, two, three] = [about(1, 'MET'), about(2, 'NOT_IN_RECORD'), about(3, 'MET')];
    expect(settleCriteria([three, one, two], evidence)).toEqual({ sentences: [one, two, three], open: [] });
  });

  it('are open when nothing was said of them, or two things', () => {
    const [yes, no, other] = [about(1, 'MET'), about(1, 'NOT_IN_RECORD'), about(2, 'MET')];
    expect(settleCriteria([yes, no, other], evidence)).toEqual({ sentences: [other], open: [1, 3] });
  });
});
