import { IResource, Method, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { refuse } from '../core/refuse';
import { formatRouteKey, RouteKey } from '../core/route-key';

/**
 * Refuse a route whose place in the tree of constructs is taken: by another part of this API, or by what was added to the L2 by hand.
 *
 * Paths, methods and CloudFormation resources are children of one parent there, and all of them need different ids. At the top,
 * the id `Default` of the L2 is left out of logical ids, so that a path is beside the parts of the door, too.
 */
export function checkPlace(door: Construct, restApi: RestApi, key: RouteKey): void {
  const [first] = key.segments;
  if (first !== undefined && door.node.tryFindChild(first)) taken(key, first);
  const place = find(restApi.root, key);
  const existing = place?.node.tryFindChild(key.method);
  if (existing instanceof Method) refuseMethod(key);
  if (existing) taken(key, key.method);
}

/** The resource of a path, if there is one already. */
function find(root: IResource, key: RouteKey): IResource | undefined {
  let place: IResource | undefined = root;
  for (const part of key.segments) {
    const child: IResource | undefined = place?.getResource(part);
    // The CDK leaves the id `Default` out of logical ids wherever it is.
    if (part === 'Default' || (!child && place?.node.tryFindChild(part))) taken(key, part);
    place = child;
  }
  return place;
}

function refuseMethod(key: RouteKey): never {
  if (key.method === 'OPTIONS') refuse('route-options-answered', { path: key.path });
  refuse('route-duplicate', { route: formatRouteKey(key) });
}

function taken(key: RouteKey, part: string): never {
  refuse('route-path-taken', { path: key.path, part });
}
