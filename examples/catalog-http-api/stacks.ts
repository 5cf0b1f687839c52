import { App, Environment, Stack } from 'aws-cdk-lib';
import { CatalogEdgeStack, DomainSettings, domainSettings, EDGE_REGION } from './domain';
import { CatalogStack, CatalogStackProps } from './stack';

/**
 * The stacks, as the context asks for them. Without a domain it is one, for any account and Region. With one, CloudFront stands in front, whose
 * web ACL and certificate have to be in us-east-1: a catalogue in another Region gets a second stack there.
 */
export function createStacks(app: App, env: Environment): Stack[] {
  const domain = domainSettings(app);
  const settings = catalogSettings(app);
  if (!domain) return [new CatalogStack(app, 'Catalog', settings)];
  if (env.region === EDGE_REGION) return [new CatalogStack(app, 'Catalog', { ...settings, env, domain })];
  return withEdgeStack(app, { ...settings, env, domain });
}

function withEdgeStack(app: App, props: CatalogStackProps & { readonly domain: DomainSettings }): Stack[] {
  const edgeStack = new CatalogEdgeStack(app, 'CatalogEdge', { env: { ...props.env, region: EDGE_REGION }, domain: props.domain });
  return [edgeStack, new CatalogStack(app, 'Catalog', { ...props, edge: edgeStack.edge, crossRegionReferences: true })];
}

function catalogSettings({ node }: App): CatalogStackProps {
  return {
    release: node.tryGetContext('release'),
    alarmEmail: node.tryGetContext('alarmEmail'),
    webOrigin: node.tryGetContext('webOrigin'),
    keepData: node.tryGetContext('keepData') !== 'false',
  };
}
