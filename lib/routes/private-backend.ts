import { Token } from 'aws-cdk-lib';
import { IVpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { IConnectable, IVpc } from 'aws-cdk-lib/aws-ec2';
import { checkBackendMethod } from '../core/http-method';
import { refuse } from '../core/refuse';

/** How a backend inside a VPC is called. */
export interface PrivateBackendOptions {
  /**
   * The path to call it with, from its slash on and without a query string: the caller's is passed on.
   * `{name}` is filled with the route's path parameter of that name.
   *
   * A backend of a REST API sees this path and no stage name in front of it: so do the samples of AWS, while its developer guide
   * ("Private integrations for REST APIs") says that the stage name is passed on. Not proven here without an account.
   *
   * @default - the path of the route
   */
  readonly path?: string;

  /**
   * The method to call it with.
   *
   * @default - the method of the route
   */
  readonly method?: string;

  /**
   * Headers API Gateway adds to every call, as fixed values. Not for secrets: they stand in the template.
   *
   * @default {}
   */
  readonly headers?: { [name: string]: string };

  /**
   * Call it over HTTPS, and expect a certificate for this name. Needed where the listener speaks HTTPS or TLS, because no certificate is for
   * the load balancer's own name.
   *
   * @default - HTTP, inside the VPC
   */
  readonly tlsServerName?: string;

  /**
   * The host name a REST API calls it by over HTTP: what stands in the `Host` header, which host rules of a listener go by. It need not resolve,
   * because the way leads through the link. Over HTTPS that is `tlsServerName`. HTTP APIs have no use for it.
   *
   * @default - the DNS name of the load balancer
   */
  readonly hostName?: string;

  /**
   * The TCP port to call it on: 1 to 65535. For REST APIs, AWS CloudFormation ("AWS::ApiGateway::Method Integration", `Type`) names 80, 443 and
   * ports above 1024. Of a listener made in this app it is known, and need not be written.
   *
   * @default - the port of the listener; with Cloud Map, the port each instance is registered with
   */
  readonly port?: number;

  /**
   * The VPC link (V2) to go through. Its subnets and security groups cannot be changed later, and its security groups are up to you:
   * `ApiVpcLink.reach(target, port)` opens what is needed.
   *
   * @default - one the API makes for each VPC, with a security group that reaches its backends and nothing else
   */
  readonly vpcLink?: IVpcLink;
}

/** How a service registered in AWS Cloud Map is called. */
export interface CloudMapBackendOptions extends PrivateBackendOptions {
  /**
   * The VPC its instances are in; the service does not know.
   *
   * @default - none, and then `vpcLink` must be given
   */
  readonly vpc?: IVpc;

  /**
   * What is registered there, for example a Fargate service: the link then reaches its security groups and nothing else, and they let it in.
   *
   * @default - unknown: the link reaches every address of the VPC, and the instances must let it in themselves
   */
  readonly instances?: IConnectable;
}

/** Refuse what can be known to be wrong before there is a route. */
export function checkPrivateBackend(options: PrivateBackendOptions): void {
  checkBackendMethod(options.method);
  checkPath(options.path);
  checkHeaders(options.headers ?? {});
  checkHostName('tlsServerName', options.tlsServerName);
  checkHostName('hostName', options.hostName);
  if (options.hostName !== undefined && options.tlsServerName !== undefined) refuse('private-host-name-twice', {});
  checkPort(options.port);
}

/** A service of Cloud Map does not know its VPC, so somebody has to say. */
export function checkCloudMap(options: CloudMapBackendOptions): void {
  checkPrivateBackend(options);
  if (!options.vpc && !options.vpcLink) refuse('cloud-map-without-vpc', {});
}

function checkPath(path?: string): void {
  if (known(path) && !/^\/[^\s?#]*$/.test(path)) refuse('private-path-malformed', { given: path });
}

/** What both engines can map: names as parameter mapping spells them, values that are one line of a header. */
function checkHeaders(headers: { [name: string]: string }): void {
  for (const [name, value] of Object.entries(headers)) {
    if (known(name) && !/^[A-Za-z0-9._$-]+$/.test(name)) refuse('private-header-malformed', { given: name });
    if (known(value) && !/^[\x20-\x7e]*$/.test(value)) refuse('private-header-value-malformed', { name: known(name) ? name : '?' });
  }
}

/** RFC 1123: labels of letters, digits and hyphens. */
const HOST_NAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

function checkHostName(option: string, name?: string): void {
  if (known(name) && !HOST_NAME.test(name)) refuse('private-host-name-malformed', { option, given: name });
}

function checkPort(port?: number): void {
  if (port === undefined || Token.isUnresolved(port)) return;
  if (!Number.isInteger(port) || port < 1 || port > 65535) refuse('private-port-out-of-range', { given: port });
}

function known(text?: string): text is string {
  return text !== undefined && !Token.isUnresolved(text);
}
