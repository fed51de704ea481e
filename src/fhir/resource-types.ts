/**
 * The resource types of FHIR R4 (4.0.1) Phield stores, and how each names its patient
 * (https://hl7.org/fhir/R4/compartmentdefinition-patient.html narrowed to the one element that says whose
 * record it is). Every other type is reported as not supported.
 */
export type SubjectElement = 'self' | 'subject' | 'patient' | 'beneficiary' | 'individual' | 'participant';

export const SUBJECT_ELEMENT: Readonly<Record<string, SubjectElement>> = Object.freeze({
  Patient: 'self',
  AdverseEvent: 'subject',
  AllergyIntolerance: 'patient',
  Appointment: 'participant',
  CarePlan: 'subject',
  CareTeam: 'subject',
  Claim: 'patient',
  ClaimResponse: 'patient',
  ClinicalImpression: 'subject',
  Communication: 'subject',
  Composition: 'subject',
  Condition: 'subject',
  Consent: 'patient',
  Coverage: 'beneficiary',
  DetectedIssue: 'patient',
  Device: 'patient',
  DeviceRequest: 'subject',
  DeviceUseStatement: 'subject',
  DiagnosticReport: 'subject',
  DocumentReference: 'subject',
  Encounter: 'subject',
  EpisodeOfCare: 'patient',
  ExplanationOfBenefit: 'patient',
  FamilyMemberHistory: 'patient',
  Flag: 'subject',
  Goal: 'subject',
  ImagingStudy: 'subject',
  Immunization: 'patient',
  ImmunizationRecommendation: 'patient',
  Media: 'subject',
  MedicationAdministration: 'subject',
  MedicationDispense: 'subject',
  MedicationRequest: 'subject',
  MedicationStatement: 'subject',
  MolecularSequence: 'patient',
  NutritionOrder: 'patient',
  Observation: 'subject',
  Procedure: 'subject',
  QuestionnaireResponse: 'subject',
  RelatedPerson: 'patient',
  ResearchSubject: 'individual',
  RiskAssessment: 'subject',
  ServiceRequest: 'subject',
  Specimen: 'subject',
  VisionPrescription: 'patient',
});

/** Belong to no patient. A CareTeam without subject is a group of staff and stands here too. */
export const ORGANIZATIONAL_TYPES: readonly string[] = Object.freeze([
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'Medication',
  'ResearchStudy',
]);

/** True when Phield stores resources of this type. Own names only: `constructor` is no type. */
export function isStoredType(type: string): boolean {
  return Object.hasOwn(SUBJECT_ELEMENT, type) || ORGANIZATIONAL_TYPES.includes(type);
}

/** The rest of R4's types: met, named in reports, not stored. A word that is no FHIR type is never repeated. */
const OTHER_TYPES: ReadonlySet<string> = new Set(
  `Account ActivityDefinition AppointmentResponse AuditEvent Basic Binary BiologicallyDerivedProduct
  BodyStructure Bundle CapabilityStatement CatalogEntry ChargeItem ChargeItemDefinition CodeSystem
  CommunicationRequest CompartmentDefinition ConceptMap Contract CoverageEligibilityRequest
  CoverageEligibilityResponse DeviceDefinition DeviceMetric DocumentManifest EffectEvidenceSynthesis Endpoint
  EnrollmentRequest EnrollmentResponse EventDefinition Evidence EvidenceVariable ExampleScenario GraphDefinition
  Group GuidanceResponse HealthcareService ImmunizationEvaluation ImplementationGuide InsurancePlan Invoice
  Library Linkage List Measure MeasureReport MedicationKnowledge MedicinalProduct MedicinalProductAuthorization
  MedicinalProductContraindication MedicinalProductIndication MedicinalProductIngredient
  MedicinalProductInteraction MedicinalProductManufactured MedicinalProductPackaged
  MedicinalProductPharmaceutical MedicinalProductUndesirableEffect MessageDefinition MessageHeader NamingSystem
  ObservationDefinition OperationDefinition OperationOutcome OrganizationAffiliation Parameters PaymentNotice
  PaymentReconciliation Person PlanDefinition Provenance Questionnaire RequestGroup ResearchDefinition
  ResearchElementDefinition RiskEvidenceSynthesis Schedule SearchParameter Slot
  SpecimenDefinition StructureDefinition StructureMap Subscription Substance SubstanceNucleicAcid
  SubstancePolymer SubstanceProtein SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification
  SupplyDelivery SupplyRequest Task TerminologyCapabilities TestReport TestScript ValueSet VerificationResult`.split(
    /\s+/,
  ),
);

/** True when `type` is a resource type of R4. */
export function isFhirType(type: string): boolean {
  return isStoredType(type) || OTHER_TYPES.has(type);
}
