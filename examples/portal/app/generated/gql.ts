/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query PatientPage($id: ID!) {\n    me {\n      roles\n      purpose\n      tenant\n    }\n    patient(id: $id) {\n      name {\n        text\n        given\n        family\n      }\n      birthDate\n      gender\n      mrn\n      ssn\n      race\n      telecom {\n        system\n        value\n      }\n      address {\n        line\n        city\n        state\n        postalCode\n      }\n      _access {\n        field\n        decision\n        mask\n        reason\n      }\n      conditions(first: 5) {\n        edges {\n          node {\n            id\n            code {\n              text\n              codings {\n                display\n                code\n              }\n            }\n            onsetDateTime\n            _access {\n              field\n              decision\n              mask\n              reason\n            }\n          }\n        }\n        pageInfo {\n          mayOmit\n        }\n      }\n      claims(first: 5) {\n        edges {\n          node {\n            id\n            created\n            use\n            total {\n              value\n              currency\n            }\n            _access {\n              field\n              decision\n              mask\n              reason\n            }\n          }\n        }\n        pageInfo {\n          mayOmit\n        }\n      }\n    }\n  }\n": typeof types.PatientPageDocument,
};
const documents: Documents = {
    "\n  query PatientPage($id: ID!) {\n    me {\n      roles\n      purpose\n      tenant\n    }\n    patient(id: $id) {\n      name {\n        text\n        given\n        family\n      }\n      birthDate\n      gender\n      mrn\n      ssn\n      race\n      telecom {\n        system\n        value\n      }\n      address {\n        line\n        city\n        state\n        postalCode\n      }\n      _access {\n        field\n        decision\n        mask\n        reason\n      }\n      conditions(first: 5) {\n        edges {\n          node {\n            id\n            code {\n              text\n              codings {\n                display\n                code\n              }\n            }\n            onsetDateTime\n            _access {\n              field\n              decision\n              mask\n              reason\n            }\n          }\n        }\n        pageInfo {\n          mayOmit\n        }\n      }\n      claims(first: 5) {\n        edges {\n          node {\n            id\n            created\n            use\n            total {\n              value\n              currency\n            }\n            _access {\n              field\n              decision\n              mask\n              reason\n            }\n          }\n        }\n        pageInfo {\n          mayOmit\n        }\n      }\n    }\n  }\n": types.PatientPageDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PatientPage($id: ID!) {\n    me {\n      roles\n      purpose\n      tenant\n    }\n    patient(id: $id) {\n      name {\n        text\n        given\n        family\n      }\n      birthDate\n      gender\n      mrn\n      ssn\n      race\n      telecom {\n        system\n        value\n      }\n      address {\n        line\n        city\n        state\n        postalCode\n      }\n      _access {\n        field\n        decision\n        mask\n        reason\n      }\n      conditions(first: 5) {\n        edges {\n          node {\n            id\n            code {\n              text\n              codings {\n                display\n                code\n              }\n            }\n            onsetDateTime\n            _access {\n              field\n              decision\n              mask\n              reason\n            }\n          }\n        }\n        pageInfo {\n          mayOmit\n        }\n      }\n      claims(first: 5) {\n        edges {\n          node {\n            id\n            created\n            use\n            total {\n              value\n              currency\n            }\n            _access {\n              field\n              decision\n              mask\n              reason\n            }\n          }\n        }\n        pageInfo {\n          mayOmit\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').PatientPageDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
