import { afterAll, beforeAll, describe } from 'vitest';
import type { HealthData, RowQuery } from '../../datasources/health-data.ts';
import type { Backend } from './backends.ts';
import { PLAIN_ROWS } from './resources.ts';

/** A part of the suite: tests over an opened backend. */
export interface SuiteContext {
  backend(): Backend;
  /** Each test has a tenant of its own. */
  freshTenant(): string;
}

/** Describes tests over one backend, opened before and closed after them. */
export function overBackend(
  title: string,
  open: () => Promise<Backend>,
  tests: (context: SuiteContext) => void,
): void {
  describe(title, () => {
    let opened: Backend | undefined;
    let tenants = 0;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened?.close();
    });
    tests({
      backend() {
        if (opened === undefined) throw new Error('the backend is not open');
        return opened;
      },
      freshTenant() {
        tenants += 1;
        return `tenant-${tenants}`;
      },
    });
  });
}

/** Ids of the first 200 rows that a query gives. */
export async function idsOf(
  data: HealthData,
  query: Partial<RowQuery> & Pick<RowQuery, 'subjectId'>,
): Promise<readonly string[]> {
  const page = await data.rows({ type: 'Observation', ...PLAIN_ROWS, first: 200, after: null, ...query });
  return page.rows.map(({ record }) => record.id);
}
