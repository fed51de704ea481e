import { stringify } from 'yaml';
import type { ReportedChange } from './diff-report.ts';

/** Waivers for these changes as they would have to be written; reason, approver and expiry are for a person to fill in. */
export function waiverText(changes: readonly ReportedChange[]): string {
  const waivers = changes.map((change) => ({
    change: change.kind,
    tenants: change.tenants.map((tenant) => tenant ?? 'declared'),
    coordinates: [...change.coordinates],
    categories: [...change.categories],
    roles: [...change.roles],
    purposes: [...change.purposes],
    relationships: [...change.relationships],
    to: change.to,
    ...(change.opens.length > 0 ? { opens: [...change.opens] } : {}),
    ...(change.revealed ? { revealed: true } : {}),
    reason: '',
    approver: '',
    expires: '',
  }));
  return stringify({ waivers }, { lineWidth: 0 });
}
