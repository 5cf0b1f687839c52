import { App, Environment, Stack } from 'aws-cdk-lib';
import { domainSettings, EDGE_REGION, PageCertificateStack } from './domain';
import { TeamChatStack, TeamChatStackProps } from './stack';

/**
 * The stacks, as the context asks for them. Without a domain it is one, for any account and Region. With one, CloudFront wants its certificate
 * from us-east-1: a chat in another Region gets a second stack there.
 */
export function createStacks(app: App, env: Environment): Stack[] {
  const domain = domainSettings(app);
  const settings = chatSettings(app);
  if (!domain) return [new TeamChatStack(app, 'TeamChat', settings)];
  const certificates = new PageCertificateStack(app, 'TeamChatCertificate', { env: { ...env, region: EDGE_REGION }, domain });
  const chat = new TeamChatStack(app, 'TeamChat', {
    ...settings, env, domain, pageCertificate: certificates.certificate, crossRegionReferences: true,
  });
  return [certificates, chat];
}

function chatSettings({ node }: App): TeamChatStackProps {
  return {
    alarmEmail: node.tryGetContext('alarmEmail'),
    keepData: node.tryGetContext('keepData') !== 'false',
  };
}
