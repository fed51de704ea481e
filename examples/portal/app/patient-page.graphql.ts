import { graphql } from './generated/gql.ts';

/** One screen, one operation. `_access` says what became of each field, so nothing is guessed from a null. */
export const PATIENT_PAGE = graphql(`
  query PatientPage($id: ID!) {
    me {
      roles
      purpose
      tenant
    }
    patient(id: $id) {
      name {
        text
        given
        family
      }
      birthDate
      gender
      mrn
      ssn
      race
      telecom {
        system
        value
      }
      address {
        line
        city
        state
        postalCode
      }
      _access {
        field
        decision
        mask
        reason
      }
      conditions(first: 5) {
        edges {
          node {
            id
            code {
              text
              codings {
                display
                code
              }
            }
            onsetDateTime
            _access {
              field
              decision
              mask
              reason
            }
          }
        }
        pageInfo {
          mayOmit
        }
      }
      claims(first: 5) {
        edges {
          node {
            id
            created
            use
            total {
              value
              currency
            }
            _access {
              field
              decision
              mask
              reason
            }
          }
        }
        pageInfo {
          mayOmit
        }
      }
    }
  }
`);
