import { APIGatewayClient, paginateGetDeployments, paginateGetRestApis, GetStagesCommand } from '@aws-sdk/client-api-gateway';
import { awsStage } from '../../runtime/canary/aws/stage-control';
import { UsageError } from '../command';
import { findApi } from './find-api';
import type { Target } from './options';
import type { Api, DeploymentView, Stage } from './snapshot';

/** API Gateway gives that many at most. */
const PAGE = 500;

/** The stage an operator means, with the SDK's own credentials and region. */
export async function openStage({ api: wanted, stage: name, region: asked }: Target): Promise<Stage> {
  const client = new APIGatewayClient(asked === undefined ? {} : { region: asked });
  const region = await regionOf(client);
  const api = findApi(wanted, await restApis(client), region);
  return {
    api,
    name,
    region,
    control: awsStage(client, { restApiId: api.id, stageName: name }),
    deployments: (ids) => deployments(client, api.id, ids),
    siblings: async () => {
      const { item = [] } = await client.send(new GetStagesCommand({ restApiId: api.id }));
      return item.map(({ stageName = '' }) => stageName);
    },
  };
}

async function regionOf(client: APIGatewayClient): Promise<string> {
  try {
    return await client.config.region();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`which region? Write --region, or set AWS_REGION or a region in the profile (the AWS SDK says: ${why})`);
  }
}

async function restApis(client: APIGatewayClient): Promise<Api[]> {
  const apis: Api[] = [];
  for await (const { items = [] } of paginateGetRestApis({ client, pageSize: PAGE }, {})) {
    apis.push(...items.map(({ id = '', name = '' }) => ({ id, name })));
  }
  return apis;
}

/** The pages until all of them are found: what is deployed is among the newest or among the oldest, and nobody says which come first. */
async function deployments(client: APIGatewayClient, restApiId: string, ids: readonly string[]): Promise<ReadonlyMap<string, DeploymentView>> {
  const found = new Map<string, DeploymentView>();
  for await (const { items = [] } of paginateGetDeployments({ client, pageSize: PAGE }, { restApiId })) {
    for (const { id = '', description, createdDate } of items) {
      if (ids.includes(id)) found.set(id, { description, createdAt: createdDate });
    }
    if (ids.every((id) => found.has(id))) break;
  }
  return found;
}
