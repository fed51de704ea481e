import { z } from 'zod';

/** A tenant's name. Store keys begin with it, so it holds no separator. */
export const TenantName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected a tenant name: lower-case letters, digits, hyphens');

/** A role's name, as in the schema's enum. */
export const RoleName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'expected a role name: capitals, digits, underscores');

/** An HL7 ActReason code. */
export const PurposeCode = z.string().regex(/^[A-Z]{2,16}$/, 'expected a purpose code: capitals');

/** FHIR R4 `id`. */
export const FhirId = z
  .string()
  .regex(/^[A-Za-z0-9.-]{1,64}$/, 'expected a FHIR id: letters, digits, dots, hyphens, at most 64');

/** Who a user may be in FHIR (SMART App Launch 2, `fhirUser`), as a relative reference. */
export const FhirUserReference = z
  .string()
  .regex(
    /^(Practitioner|PractitionerRole|Patient|RelatedPerson|Person)\/[A-Za-z0-9.-]{1,64}$/,
    'expected Practitioner/ID, PractitionerRole/ID, Patient/ID, RelatedPerson/ID or Person/ID',
  );

/** Identifiers a provider gives (`sub`, client, `jti`, session): printable ASCII, OpenID Connect Core §2. */
export const ProviderId = z
  .string()
  .regex(/^[\x20-\x7e]{1,255}$/, 'expected 1 to 255 printable ASCII characters');

/** A short printable text. */
export const Text = z.string().regex(/^\P{C}{1,512}$/u, 'expected 1 to 512 printable characters');
