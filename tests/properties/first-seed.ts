/** Where the cases begin: PHIELD_SEED, or a number that is new each day and told with every result. */
export function firstSeed(): number {
  const given = Number(process.env.PHIELD_SEED ?? Number.NaN);
  return Number.isSafeInteger(given) ? given : Math.floor(Date.now() / 86_400_000) * 1_000_000;
}
