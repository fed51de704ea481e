/** Something of which each persona of the demo gets another part. */
export const FIRST_QUERY = `query Ada($id: ID!) {
  me {
    roles
    purpose
  }
  patient(id: $id) {
    name {
      text
    }
    birthDate
    gender
    _access {
      field
      decision
      mask
      reason
    }
  }
}
`;
