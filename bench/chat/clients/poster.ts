import { ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { CHAT_ENVIRONMENT } from '../../../lib/chat/chat-contract';
import { callbackIn } from '../../../runtime/chat/callback/from-environment';
import type { HttpCallback } from '../../../runtime/chat/callback/http-callback';
import { frameText } from '../../../runtime/chat/fan-out/task';

/** Whom requests are signed for. The endpoint looks at the shape of signatures only. */
export const SIGNER = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', region: 'eu-west-1' };

export type Poster = 'ours' | 'sdk';
export type Post = (connection: string) => Promise<unknown>;

/** A message of a chat as it is posted: about 600 bytes. */
export const FRAME = frameText({ type: 'msg', room: 'r', seq: 1, id: 'a'.repeat(22), from: 'user-1', cid: 'c'.repeat(36), ts: Date.now(), body: 'x'.repeat(440) });

export const POSTERS: Readonly<Record<Poster, (url: string) => Post>> = {
  ours: (url) => {
    const callback = ourCallback(url);
    return async (connection) => {
      const outcome = await callback.post(connection, FRAME);
      if (outcome !== 'delivered') throw new TypeError(`a post was ${outcome}`);
    };
  },
  sdk: (url) => {
    const client = sdkClient(url);
    return (ConnectionId) => client.send(new PostToConnectionCommand({ ConnectionId, Data: FRAME }));
  },
};

/** As our functions make it: who signs is in the environment, and read anew every second. */
export function ourCallback(url: string): HttpCallback {
  process.env[CHAT_ENVIRONMENT.callbackUrl] = url;
  return callbackIn(process.env);
}

/** As everybody makes it: with its own retries and its own connections. */
export function sdkClient(endpoint: string): ApiGatewayManagementApiClient {
  const { region, ...credentials } = SIGNER;
  return new ApiGatewayManagementApiClient({ endpoint, region, credentials });
}
