import type { FindingText } from './finding';

export const OPENAPI_FINDINGS = {
  'openapi-unreadable': {
    problem: '{document} cannot be read ({reason})',
    instead: 'give a path that is right from where the app is synthesised, or one made with path.join(__dirname, "orders.yaml")',
  },
  'openapi-version-unsupported': {
    problem: '{document} is {given}, and OpenAPI 3.0 and 3.1 are understood',
    instead: 'convert it, and write the version in quotes, such as openapi: "3.1.0"; converters from Swagger 2.0 exist for every language',
  },
  'openapi-unresolved': {
    problem: '{document} has values that decide about routes and are only known at deployment: {places}',
    instead: 'write them out; titles, descriptions, URLs and scopes may be tokens',
  },
  'openapi-invalid': {
    problem: '{document} is no valid OpenAPI document: {problems}',
    instead: 'correct the document',
  },
  'openapi-operation-without-id': {
    problem: '{document} has operations without an operationId, by which they get their backends: {operations}',
    instead: 'give each an operationId of its own',
  },
  'openapi-operation-id-repeated': {
    problem: '{document} uses an operationId more than once: {operations}',
    instead: 'give each operation an operationId of its own',
  },
  'openapi-route-unsupported': {
    problem: '{document} has operations that API Gateway can have no route for: {operations}',
    instead: 'change the document, or serve these operations elsewhere and take them out',
  },
  'openapi-operation-unmapped': {
    problem: '{document} has operations without a backend: {operations}',
    instead: 'name a backend for each by its operationId, or take what is not built yet out of the document',
  },
  'openapi-operation-unknown': {
    problem: '{document} has no operations called {given}',
    instead: 'correct the keys, or take them out',
  },
  'openapi-security-scheme-unmapped': {
    problem: '{document} asks for security schemes that nobody says the meaning of: {schemes}',
    instead: 'write it, for example authorizations: {{ {example}: Authorization.jwt({{ issuer, audiences }}) }}',
  },
  'openapi-authorization-unused': {
    problem: 'authorizations says what {given} mean, and no operation of {document} asks for them',
    instead: 'correct the names of the security schemes, or take them out',
  },
  'openapi-operation-public': {
    problem: '{document} opens operations to everybody (an empty security requirement): {operations}',
    instead: 'say so where the routes are made, too: routes: {{ {example}: {{ authorization: Authorization.none("reason") }} }}; or have the document ask for a scheme',
  },
  'openapi-security-combined': {
    problem: '{document} combines security schemes, and a route has one authorizer: {operations}',
    instead: 'ask for one scheme, or say who may call: routes: {{ {example}: {{ authorization }} }} with for example Authorization.lambdaRequest(fn)',
  },
  'openapi-scopes-together': {
    problem: '{document} asks for several scopes at once, and API Gateway lets a token in that has any one of them: {operations}',
    instead: 'if any one is enough, write them as alternatives (security: [{{ {scheme}: [a] }}, {{ {scheme}: [b] }}]); otherwise ask for one scope that stands for all, or say who may call: routes: {{ {example}: {{ authorization }} }}',
  },
  'openapi-scopes-not-checked': {
    problem: '{document} asks for scopes of a security scheme whose authorization checks none: {operations}',
    instead: 'use Authorization.jwt() or Authorization.cognito() for the scheme, or say who may call: routes: {{ {example}: {{ authorization }} }}',
  },
  'openapi-extensions-ignored': {
    problem: '{document} has extensions of API Gateway, which have no effect here: {extensions}',
    instead: 'say it in code (backends, authorizations, CORS, limits), and take them out or acknowledge this',
  },
} as const satisfies Record<string, FindingText>;
