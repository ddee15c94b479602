// The other side of the trial in sdjwt.py: npm's @sd-jwt/sd-jwt-vc verifies our tokens and issues its own.
import { createHash, createPublicKey, createPrivateKey, randomBytes, sign, verify } from 'node:crypto';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';

const input = JSON.parse(await new Promise((resolve) => {
  let text = '';
  process.stdin.on('data', (part) => { text += part; }).on('end', () => resolve(text));
}));

const hasher = (data, algorithm) =>
  new Uint8Array(createHash(algorithm.replace('-', '')).update(Buffer.from(data)).digest());
const options = (key) => (key.asymmetricKeyType === 'ec' ? { key, dsaEncoding: 'ieee-p1363' } : key);
const digestFor = (algorithm) => (algorithm === 'EdDSA' ? null : 'sha256');

const signerOf = (pem, algorithm) => async (data) =>
  sign(digestFor(algorithm), Buffer.from(data), options(createPrivateKey(pem))).toString('base64url');
const verifierOf = (pem, algorithm) => async (data, signature) =>
  verify(digestFor(algorithm), Buffer.from(data), options(createPublicKey(pem)), Buffer.from(signature, 'base64url'));

const instance = (algorithm) => new SDJwtVcInstance({
  signer: signerOf(input.issuer.private, algorithm),
  signAlg: algorithm,
  verifier: verifierOf(input.issuer.public, algorithm),
  hasher,
  hashAlg: 'sha-256',
  saltGenerator: async (length) => randomBytes(length).toString('base64url'),
  kbSigner: signerOf(input.holder.private, algorithm),
  kbSignAlg: algorithm,
  kbVerifier: verifierOf(input.holder.public, algorithm),
});

const vc = instance(input.algorithm);
const attempt = async (token, withBinding) => {
  try {
    const nonce = withBinding ? { keyBindingNonce: input.nonce } : {};
    return { claims: (await vc.verify(token, { currentDate: input.now, ...nonce })).payload };
  } catch (error) {
    return { error: String(error) };
  }
};

const theirs = await vc.issue(
  { iss: input.claims.iss, iat: input.now - 60, vct: input.claims.vct, ...input.claims, cnf: { jwk: input.holder.jwk } },
  { _sd: ['name', 'address'], _sd_decoy: 3, address: { _sd: ['street'] }, languages: { _sd: [0, 2] } },
);
const shown = await vc.present(theirs, { name: true, address: true, languages: { 2: true } }, {
  kb: { payload: { iat: input.now, aud: input.audience, nonce: input.nonce } },
});

console.log(JSON.stringify({
  issued: await attempt(input.issued, false),
  presented: await attempt(input.presented, true),
  tampered: await Promise.all(input.tampered.map((token) => attempt(token, true))),
  theirs,
  shown,
}));
