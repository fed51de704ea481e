import type { Random } from './random.ts';

export const TENANT = 'riverside';
export const ROLES = Object.freeze({
  PHYSICIAN: 22,
  NURSE: 40,
  PHARMACIST: 6,
  CARE_COORDINATOR: 6,
  REGISTRATION: 8,
  BILLING: 6,
  CODER: 4,
  RESEARCHER: 4,
  PRIVACY_OFFICER: 2,
  AUDITOR: 2,
});
export type StaffRole = keyof typeof ROLES;

export interface Staff {
  readonly id: string;
  readonly role: StaffRole;
  readonly ward: number;
  /** Works where hands are missing. */
  readonly isFloat: boolean;
  /** Looks at charts by telephone in between. */
  readonly hasPhone: boolean;
  readonly carrier: string;
  /** Their own record. */
  readonly patient: string | null;
  /** Changes now and then: providers renumber. */
  home: string;
}

/** What the house is like; the same for the same seed. */
export interface House {
  readonly staff: readonly Staff[];
  readonly patients: readonly string[];
  /** Of another tenant. */
  readonly foreign: readonly string[];
  readonly vips: readonly string[];
  readonly networks: readonly string[];
  readonly vpn: readonly string[];
  readonly exporters: readonly string[];
}

export const WARDS = 5;
const CARRIERS = ['mobile-1', 'mobile-2', 'mobile-3'];

/** 100 staff, and as many patients as asked for. */
export function buildHouse(random: Random, { patients: count }: { readonly patients: number }): House {
  const patients = Array.from({ length: count }, (_, at) => `p${at}`);
  const watched = random.some(patients, Math.max(12, Math.round(count / 104)));
  const vips = watched.slice(0, Math.ceil(watched.length / 6));
  const others = watched.slice(vips.length);
  const staff = Object.entries(ROLES).flatMap(([role, many]) =>
    Array.from({ length: many }, (_, at): Staff => {
      const id = `${role.toLowerCase()}-${at}`;
      return {
        id,
        role: isRole(role) ? role : 'NURSE',
        ward: at % WARDS,
        isFloat: role === 'NURSE' && at >= 34,
        hasPhone: role === 'PHYSICIAN' && random.chance(0.3),
        carrier: random.one(CARRIERS),
        patient: random.chance(0.4) ? (others.pop() ?? null) : null,
        home: `home-${id}-0`,
      };
    }),
  );
  return {
    staff,
    patients,
    foreign: Array.from({ length: 2_000 }, (_, at) => `q${at}`),
    vips,
    networks: ['house-1', 'house-2', 'house-3', 'house-4'],
    vpn: ['vpn-1', 'vpn-2'],
    exporters: ['auditor-0', 'privacy_officer-0'],
  };
}

function isRole(role: string): role is StaffRole {
  return role in ROLES;
}
