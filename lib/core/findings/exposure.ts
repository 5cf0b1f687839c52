import type { FindingText } from './finding';

/** How the API meets the outside: browsers (CORS) and names (custom domains). */
export const EXPOSURE_FINDINGS = {
  'cors-without-origins': {
    problem: 'CORS was turned on for an empty list of origins',
    instead: "list the origins of your pages, ['https://shop.example'], or write Cors.off()",
  },
  'cors-origins-not-countable': {
    problem: 'the list of CORS origins is one unresolved token, so it is not known how many there are',
    instead: 'give a list of strings; each of them may be a token',
  },
  'cors-origin-invalid': {
    problem: '"{origin}" is not an origin as browsers send it, so no page would ever match it',
    instead: 'write scheme://host or scheme://host:port in lower case, without path, trailing slash, wildcard or default port: https://shop.example',
  },
  'cors-wildcard-mixed': {
    problem: '"*" already allows every origin, yet it was mixed with others: {origins}',
    instead: 'write Cors.anyOrigin() or list origins only',
  },
  'cors-wildcard-with-credentials': {
    problem: 'credentials were combined with "*" in {where}, which browsers refuse; what it would mean is that every page acts as its visitor',
    instead: 'list what you mean one by one, or leave credentials out',
  },
  'cors-method-unknown': {
    problem: 'CORS was given the method "{method}"',
    instead: 'list methods in capitals, of {known}',
  },
  'cors-header-name-invalid': {
    problem: 'CORS was given the header name "{header}"',
    instead: 'write a header name of letters, digits, "-" and "_", such as Idempotency-Key',
  },
  'cors-max-age-out-of-range': {
    problem: 'CORS answers were to be kept for {seconds} s, and no browser keeps them for more than {max} s',
    instead: 'give a duration of whole seconds from 0 to {max} s, such as Duration.hours(1)',
  },
  'cors-origin-not-on-http-api': {
    problem: 'the CORS origin "{origin}" has a scheme of its own, and an HTTP API takes origins of http:// and https:// only',
    instead: 'serve the app from an http or https origin, let it send requests natively, or use a REST API',
  },
  'cors-preflight-asks-for-authorization': {
    problem: 'the route "{route}" takes preflight requests before API Gateway can answer them, and asks them for an authorization browsers never send',
    instead: 'add a route for each method instead, or an OPTIONS route for the same paths with Authorization.none("preflights carry no credentials"), '
      + 'or acknowledge this if no page calls the route',
  },
  'gateway-responses-beside-definition': {
    problem: 'the definition of {api} is not inline, so its gateway responses are resources beside it, and API Gateway is known to forget '
      + 'those when the definition is imported again',
    instead: 'use ApiDefinition.fromInline, or write x-amazon-apigateway-gateway-responses into the definition and GatewayResponses.off() here',
  },
  'domain-name-invalid': {
    problem: '"{domainName}" cannot be the name of a custom domain',
    instead: 'write a host name in lower case without scheme, port or path, such as api.shop.example or *.shop.example',
  },
  'domain-name-too-long-for-certificate': {
    problem: 'the domain {domainName} has {given} characters, and ACM issues certificates whose first name has at most {max}',
    instead: 'choose a shorter name, or pass a certificate that covers it with CustomDomain.withCertificate',
  },
  'domain-outside-zone': {
    problem: 'the domain {domainName} is not inside the hosted zone {zoneName}, so its records and its certificate could never be found',
    instead: 'give the zone of the domain, or a name that ends in .{zoneName}',
  },
  'base-path-invalid': {
    problem: 'the base path "{basePath}" cannot be mapped',
    instead: "leave it out for the root, or write up to {max} letters, digits and $-_.+!*'() without slashes at either end: v1 or shop/v1",
  },
  'base-path-too-deep-for-edge': {
    problem: 'the base path "{basePath}" has several levels, and an edge-optimised domain maps one',
    instead: 'use one level, or a regional endpoint',
  },
  'mtls-with-enhanced-tls': {
    problem: 'mutual TLS was combined with the enhanced TLS policy {policy}, which API Gateway refuses',
    instead: 'leave tls out or write TlsPolicy.tls12(), on the API and on its domain',
  },
  'mtls-on-edge-domain': {
    problem: 'mutual TLS was asked for on the edge-optimised domain {domainName}',
    instead: 'use a regional endpoint: API Gateway does mutual TLS on regional domains only',
  },
  'mtls-on-websocket-api': {
    problem: 'mutual TLS was asked for on the domain {domainName} of a WebSocket API, and API Gateway has it for REST and HTTP APIs only',
    instead: 'leave mutualTls out and let a Lambda authorizer decide at $connect',
  },
  'tls-policy-not-on-http-api': {
    problem: 'the domain {domainName} was given the TLS policy {policy}, and domains of HTTP and WebSocket APIs take TLS_1_2 only',
    instead: 'leave tls out or write TlsPolicy.tls12(); with CloudFront in front, its policy is the one callers see',
  },
  'truststore-key-invalid': {
    problem: '"{key}" cannot be the object key of a truststore',
    instead: 'write the key of a PEM file in the bucket without a leading slash: mtls/clients.pem',
  },
  'domain-certificate-in-wrong-region': {
    problem: 'the certificate of {domainName} is in {given}, and a domain with {endpoint} endpoint takes it from {needed}',
    instead: 'issue the certificate in {needed} and pass it with CustomDomain.withCertificate, or change the endpoint',
  },
} as const satisfies Record<string, FindingText>;
