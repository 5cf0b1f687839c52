import { join } from 'path';
import { CREDENTIALS, Emulator, REGION } from './emulator';
import { Workspace } from './workspace';

/**
 * The environment of every program that talks to AWS here. Neither the caller's AWS account nor the caller's CDK settings are in it:
 * whatever goes wrong, nothing can reach the real thing.
 */
export function emulatedAws({ endpoint }: Emulator, workspace: Workspace): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name));
  const home = workspace.folder('home');
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_REGION: REGION,
    AWS_CONFIG_FILE: join(home, 'no-such-file'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'no-such-file'),
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
