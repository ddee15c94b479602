// Signs and verifies the credentials of a task with npm's libraries: node credentials.mjs TASK ANSWER
// The task holds contexts, credentials and a key; the answer says what held, what was signed, and how fast.
import {readFileSync, writeFileSync} from 'node:fs';
import * as bazaar from '@digitalbazaar/vc';
import * as collab from '@digitalcredentials/vc';
import {DataIntegrityProof as BazaarProof} from '@digitalbazaar/data-integrity';
import {DataIntegrityProof as CollabProof} from '@digitalcredentials/data-integrity';
import {cryptosuite as bazaarRdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {cryptosuite as collabRdfc} from '@digitalcredentials/eddsa-rdfc-2022-cryptosuite';
import {createSignCryptosuite, createVerifyCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as jose from 'jose';

const task = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const {method, issuer, created, seconds} = task;
const key = {
  '@context': 'https://w3id.org/security/multikey/v1',
  id: method,
  type: 'Multikey',
  controller: issuer,
  publicKeyMultibase: task.publicKeyMultibase,
};
const known = {
  ...task.contexts,
  [method]: key,
  [issuer]: {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: issuer,
    verificationMethod: [key],
    assertionMethod: [method],
  },
};
const documentLoader = async url => {
  if(!(url in known)) {
    throw new Error(`not at hand: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: known[url], tag: 'static'};
};
const checkStatus = async () => ({verified: true});
const pair = await Ed25519Multikey.from({...key, secretKeyMultibase: task.secretKeyMultibase});
const signer = pair.signer();
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const privateKey = await jose.importJWK(task.privateJwk, 'EdDSA');
const publicKey = await jose.importJWK(task.publicJwk, 'EdDSA');

const dataIntegrity = (library, Proof, signing, verifying) => ({
  sign: credential => library.issue({
    credential: structuredClone(credential),
    suite: new Proof({signer, cryptosuite: signing(), date: created}),
    documentLoader,
  }),
  verify: async credential => {
    const suite = new Proof({cryptosuite: verifying()});
    const answer = await library.verifyCredential({credential, suite, documentLoader, checkStatus});
    if(!answer.verified) {
      throw new Error(JSON.stringify(answer.error, Object.getOwnPropertyNames(answer.error)).slice(0, 500));
    }
  },
});
const libraries = {
  'eddsa-rdfc-2022 @digitalbazaar/vc': dataIntegrity(bazaar, BazaarProof, () => bazaarRdfc, () => bazaarRdfc),
  'eddsa-rdfc-2022 @digitalcredentials/vc': dataIntegrity(collab, CollabProof, () => collabRdfc, () => collabRdfc),
  'eddsa-jcs-2022 @digitalbazaar/vc': dataIntegrity(bazaar, BazaarProof, createSignCryptosuite, createVerifyCryptosuite),
  'vc+jwt jose': {
    sign: credential => new jose.CompactSign(encoder.encode(JSON.stringify(credential)))
      .setProtectedHeader({alg: 'EdDSA', typ: 'vc+jwt', cty: 'vc', kid: method}).sign(privateKey),
    verify: async token => JSON.parse(decoder.decode((await jose.compactVerify(token, publicKey)).payload)),
  },
};

const rate = async (work, inputs) => {
  await work(inputs[0]);
  let best = 0;
  for(let share = 0; share < 3 && seconds > 0; share++) {
    let count = 0;
    const started = process.cpuUsage();
    let used = 0;
    while(used < seconds / 3) {
      await work(inputs[count++ % inputs.length]);
      const {user, system} = process.cpuUsage(started);
      used = (user + system) / 1e6;
    }
    best = Math.max(best, count / used);
  }
  return best;
};

const answer = {node: process.version, holds: {}, refused: {}, signed: {}, rates: {}};
for(const [name, {sign, verify}] of Object.entries(libraries)) {
  const suite = name.split(' ')[0];
  const count = async inputs => {
    let held = 0;
    for(const one of inputs) {
      try {
        await verify(one);
        held++;
      } catch(error) {
        answer.lastError = `${name}: ${error.message}`;
      }
    }
    return held;
  };
  answer.holds[name] = await count(task.signed[suite]);
  answer.refused[name] = task.altered[suite].length - await count(task.altered[suite]);
  answer.signed[name] = [];
  for(const credential of task.credentials.slice(0, task.signed[suite].length)) {
    answer.signed[name].push(await sign(credential));
  }
  if(seconds > 0) {
    answer.rates[`${name} issue`] = await rate(sign, task.credentials);
    answer.rates[`${name} verify`] = await rate(verify, answer.signed[name]);
  }
}
writeFileSync(process.argv[3], JSON.stringify(answer));
