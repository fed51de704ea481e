/** What one run of an operation may come to, every page as long as it is asked to be. */
export interface Cost {
  /** Fields that may be resolved. */
  readonly fields: number;
  readonly patients: number;
}

/** Of a page, or of one row. */
interface Page {
  /** Rows, or the variable that says how many. */
  readonly size: number | PageVariable;
  /** Patients that each row brings along by itself. */
  readonly patients: number;
  /** What is selected of each row. */
  readonly each: CostPlan;
}

export interface PageVariable {
  readonly variable: string;
  /** Rows where the variable is not given. */
  readonly otherwise: number;
}

/** A selection's cost as far as its text tells it, and the pages whose size only variables tell. */
export interface CostPlan {
  readonly fixed: Cost;
  readonly open: readonly { readonly times: number; readonly page: Page & { readonly size: PageVariable } }[];
}

export const NO_COST: CostPlan = Object.freeze({
  fixed: Object.freeze({ fields: 0, patients: 0 }),
  open: [],
});

/**
 * One field, and what stands below it.
 * @param own what the field counts by itself.
 */
export function planField({ size, patients, each }: Page, own = 1): CostPlan {
  if (typeof size !== 'number') {
    return { fixed: { fields: own, patients: 0 }, open: [{ times: 1, page: { size, patients, each } }] };
  }
  return {
    fixed: { fields: own + size * each.fixed.fields, patients: size * (patients + each.fixed.patients) },
    open: each.open.map(({ times, page }) => ({ times: times * size, page })),
  };
}

export function planBoth(one: CostPlan, other: CostPlan): CostPlan {
  return {
    fixed: {
      fields: one.fixed.fields + other.fixed.fields,
      patients: one.fixed.patients + other.fixed.patients,
    },
    open: [...one.open, ...other.open],
  };
}

/** @param sizeOf rows that a variable asks for, within what a page may have. */
export function costOf({ fixed, open }: CostPlan, sizeOf: (variable: PageVariable) => number): Cost {
  let { fields, patients } = fixed;
  for (const { times, page } of open) {
    const rows = times * sizeOf(page.size);
    const each = costOf(page.each, sizeOf);
    fields += rows * each.fields;
    patients += rows * (page.patients + each.patients);
  }
  return { fields, patients };
}
