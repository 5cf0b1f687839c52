import { SignatureV4 } from '@smithy/signature-v4';
import { sha256Hex } from '../../../runtime/chat/callback/digest';
import { Signer, Unsigned } from '../../../runtime/chat/callback/signer';
import { connectionId } from '../../../test/fakes/connections-book';
import type { SigningFigures, SigningWay } from '../results';
import { HandWrittenSigner } from './hand-written-signer';
import { FRAME, sdkClient, SIGNER } from './poster';
import { measured, program } from './program';

export interface SignTask { readonly way: SigningWay; readonly signatures: number }

type Sign = (request: Unsigned) => unknown;

const WAYS: Readonly<Record<SigningWay, () => Sign>> = {
  library: () => {
    const signer = new Signer({ region: SIGNER.region, credentials: () => SIGNER });
    return (request) => signer.sign(request);
  },
  librarySdkHash: () => {
    const { config: { sha256 } } = sdkClient('http://localhost');
    const signer = new SignatureV4({ service: 'execute-api', region: SIGNER.region, credentials: SIGNER, sha256 });
    const digest = sha256Hex(FRAME);
    return ({ host, ...request }) => signer.sign({
      ...request, protocol: 'https:', hostname: host, query: {}, headers: { host, 'x-amz-content-sha256': digest },
    });
  },
  handWritten: () => {
    const signer = new HandWrittenSigner(SIGNER);
    return (request) => signer.sign(request);
  },
};

const WARM_UP_SHARE = 0.2;

program(async ({ way, signatures }: SignTask): Promise<SigningFigures> => {
  const sign = WAYS[way]();
  const requests = Array.from({ length: signatures }, (_, index): Unsigned => ({
    method: 'POST', host: 'abcdefghij.execute-api.eu-west-1.amazonaws.com', path: `/live/@connections/${encodeURIComponent(connectionId(index))}`, body: FRAME,
  }));
  const signed = async (some: readonly Unsigned[]) => {
    for (const request of some) await sign(request);
  };
  await signed(requests.slice(0, signatures * WARM_UP_SHARE));
  const { cpuMicros } = await measured(() => signed(requests));
  return { cpuMicros: cpuMicros / signatures };
});
