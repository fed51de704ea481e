/** Whether a file of this name is a tenant's. Examples are for copying: they are checked, never loaded. */
export function isTenantFile(name: string): boolean {
  return name.endsWith('.yaml') && !name.endsWith('.example.yaml');
}
