import { UsageError } from '../command';
import type { Api } from './snapshot';

/** As many names as one reads. */
const SHOWN = 20;

/** The one with this id, or else with this name. An id is never taken for somebody else's name. */
export function findApi(wanted: string, apis: readonly Api[], region: string): Api {
  const byId = apis.find(({ id }) => id === wanted);
  if (byId) return byId;
  const named = apis.filter(({ name }) => name === wanted);
  if (named.length === 1) return named[0];
  if (named.length > 1) {
    throw new UsageError(`${named.length} REST APIs in ${region} have the name "${wanted}". Write one of their ids: ${named.map(({ id }) => id).join(', ')}`);
  }
  throw new UsageError(`there is no REST API with the id or the name "${wanted}" in ${region}. ${offer(apis)}`);
}

function offer(apis: readonly Api[]): string {
  if (apis.length === 0) return 'There is none at all: is it the right account and region (--region)?';
  const shown = apis.slice(0, SHOWN).map(({ id, name }) => `${name} (${id})`).sort();
  const more = apis.length > SHOWN ? `, and ${apis.length - SHOWN} more` : '';
  return `There are: ${shown.join(', ')}${more}. HTTP and WebSocket APIs are not among them: their canaries are deployments of CodeDeploy`;
}
