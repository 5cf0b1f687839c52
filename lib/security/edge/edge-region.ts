import { Stack, Token } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IConstruct } from 'constructs';
import { regionOf } from '../../core/certificate-region';
import { refuse, warn } from '../../core/refuse';

/** Where CloudFront keeps what belongs to it. */
export const EDGE_REGION = 'us-east-1';

/** Refuse a stack that is known to be elsewhere; warn when nobody knows. */
export function checkWebAclRegion(scope: IConstruct): void {
  const given = Stack.of(scope).region;
  if (Token.isUnresolved(given)) warn(scope, 'edge-region-unknown', { what: 'the web ACL of CloudFront' });
  else if (given !== EDGE_REGION) refuse('edge-web-acl-outside-us-east-1', { given }, scope);
}

/** A certificate, and how to say where it came from. */
interface NamedCertificate {
  readonly certificate: ICertificate;
  readonly what: string;
  readonly option: string;
}

/** The same for a certificate. */
export function checkCertificateRegion(scope: IConstruct, { certificate, what, option }: NamedCertificate): void {
  const given = regionOf(certificate);
  if (Token.isUnresolved(given)) warn(scope, 'edge-region-unknown', { what });
  else if (given !== EDGE_REGION) refuse('edge-certificate-not-in-us-east-1', { what, given, option }, scope);
}
