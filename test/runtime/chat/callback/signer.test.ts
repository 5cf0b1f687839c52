import { createHmac } from 'node:crypto';
import { Sha256 } from '../../../../runtime/chat/callback/digest';
import { Signer } from '../../../../runtime/chat/callback/signer';

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const AT = new Date('2025-06-15T12:00:00Z');
const TO = { host: 'abc123.execute-api.eu-west-1.amazonaws.com', path: '/prod/@connections/DOvZ1cdTIAMCLtA%3D' };

describe('the signature', () => {
  // The expected ones were made by botocore 1.43.11 (SigV4Auth) from the same requests.
  test('of a post is that of AWS\'s own client for Python', async () => {
    const signer = new Signer({ region: 'eu-west-1', credentials: () => KEYS });
    const headers = await signer.sign({ ...TO, method: 'POST', body: '{"type":"msg","body":"zwei ✓"}' }, AT);
    expect(headers).toMatchObject({
      'host': TO.host,
      'x-amz-date': '20250615T120000Z',
      'authorization': 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20250615/eu-west-1/execute-api/aws4_request, '
        + 'SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=62bc2c00c888a85c0b3bfa07004147b02019fe8b13c5a315edbf9bd8f121b9fe',
    });
  });

  test('of a request with a session token, without a body, is, too', async () => {
    const signer = new Signer({ region: 'eu-west-1', credentials: () => ({ ...KEYS, sessionToken: 'TOKEN/with+chars==' }) });
    const headers = await signer.sign({ ...TO, method: 'DELETE', body: '' }, AT);
    expect(headers['x-amz-security-token']).toBe('TOKEN/with+chars==');
    expect(headers.authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20250615/eu-west-1/execute-api/aws4_request, '
      + 'SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, '
      + 'Signature=2c2163ea9fb1d869a93ac65eafb37886ac9f70b1bce2f4ae01138e999df4a936',
    );
  });

  test('is made with the credentials of the moment', async () => {
    const credentials = jest.fn().mockReturnValueOnce(KEYS).mockReturnValueOnce({ ...KEYS, accessKeyId: 'AKIDNEXT' });
    const signer = new Signer({ region: 'eu-west-1', credentials });
    const sign = async () => (await signer.sign({ ...TO, method: 'POST', body: 'hi' }, AT)).authorization;
    expect(await sign()).toContain('AKIDEXAMPLE');
    expect(await sign()).toContain('AKIDNEXT');
  });
});

describe('the digest', () => {
  const hex = async (digest: Sha256) => Buffer.from(await digest.digest()).toString('hex');
  const ABC = Buffer.from('abc');

  test('is SHA-256 (FIPS 180-4, "abc"), and begins anew after a reset', async () => {
    const digest = new Sha256();
    digest.update(Buffer.from('something else'));
    digest.reset();
    digest.update(ABC);
    expect(await hex(digest)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  test('is an HMAC with a secret of any kind (RFC 4231, test case 2)', async () => {
    const secrets = ['Jefe', new Uint8Array([74, 101, 102, 101]), new Uint8Array([74, 101, 102, 101]).buffer];
    for (const secret of secrets) {
      const digest = new Sha256(secret);
      digest.update(Buffer.from('what do ya want for nothing?'));
      expect(await hex(digest)).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
    }
  });

  test('under a secret in words is always that of this secret and this text, whatever was asked for before', async () => {
    const asked = [['Jefe', 'one'], ['Jefe', 'one'], ['Jefe', 'two'], ['Jeff', 'two'], ['Jefe', 'one']];
    for (const [secret, text] of asked) {
      const digest = new Sha256(secret);
      for (const letter of text) digest.update(Buffer.from(letter));
      expect(await hex(digest)).toBe(createHmac('sha256', secret).update(text).digest('hex'));
    }
  });
});
