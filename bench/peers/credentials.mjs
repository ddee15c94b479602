// Signs and verifies the credentials of a task with npm's libraries: node credentials.mjs TASK ANSWER
// The task holds contexts, credentials and keys, and for each suite what is signed and what was altered; the
// answer says what held and what was refused, what the libraries signed, and how fast they are.
import {readFileSync, writeFileSync} from 'node:fs';
import * as bazaar from '@digitalbazaar/vc';
import * as collab from '@digitalcredentials/vc';
import {DataIntegrityProof as BazaarProof} from '@digitalbazaar/data-integrity';
import {DataIntegrityProof as CollabProof} from '@digitalcredentials/data-integrity';
import {cryptosuite as bazaarRdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {cryptosuite as collabRdfc} from '@digitalcredentials/eddsa-rdfc-2022-cryptosuite';
import {cryptosuite as ecdsaRdfc} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {createSignCryptosuite, createVerifyCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as jose from 'jose';

const task = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const {issuer, created, seconds, keys} = task;
const multikeys = Object.fromEntries(Object.entries(keys).filter(([, key]) => key.publicKeyMultibase).map(
  ([kind, {id, publicKeyMultibase}]) => [kind, {
    '@context': 'https://w3id.org/security/multikey/v1',
    id,
    type: 'Multikey',
    controller: issuer,
    publicKeyMultibase,
  }]));
const known = {
  ...task.contexts,
  ...Object.fromEntries(Object.values(multikeys).map(key => [key.id, key])),
  [issuer]: {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: issuer,
    verificationMethod: Object.values(multikeys),
    assertionMethod: Object.values(multikeys).map(key => key.id),
  },
};
const documentLoader = async url => {
  if(!(url in known)) {
    throw new Error(`not at hand: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: known[url], tag: 'static'};
};
const checkStatus = async () => ({verified: true});
const encoder = new TextEncoder();
const decoder = new TextDecoder();

const signerOf = async (library, kind) =>
  (await library.from({...multikeys[kind], secretKeyMultibase: keys[kind].secretKeyMultibase})).signer();

const dataIntegrity = (library, Proof, signer, signing, verifying) => ({
  sign: async credential => library.issue({
    credential: structuredClone(credential),
    suite: new Proof({signer: await signer(), cryptosuite: signing(), date: created}),
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

const tokens = (algorithm, kind) => {
  const once = load => {
    let loaded;
    return () => loaded ??= load();
  };
  const privateKey = once(() => jose.importPKCS8(keys[kind].pem, algorithm));
  const publicKey = once(() => jose.importSPKI(keys[kind].publicPem, algorithm));
  return {
    sign: async credential => new jose.CompactSign(encoder.encode(JSON.stringify(credential)))
      .setProtectedHeader({alg: algorithm, typ: 'vc+jwt', cty: 'vc', kid: keys[kind].id}).sign(await privateKey()),
    verify: async token => JSON.parse(decoder.decode((await jose.compactVerify(token, await publicKey())).payload)),
  };
};

const once = (library, kind) => {
  let made;
  return () => made ??= signerOf(library, kind);
};
const ed25519 = once(Ed25519Multikey, 'Ed25519');
const p256 = once(EcdsaMultikey, 'P-256');
const libraries = {
  'eddsa-rdfc-2022 @digitalbazaar/vc': dataIntegrity(bazaar, BazaarProof, ed25519, () => bazaarRdfc, () => bazaarRdfc),
  'eddsa-rdfc-2022 @digitalcredentials/vc': dataIntegrity(collab, CollabProof, ed25519, () => collabRdfc, () => collabRdfc),
  'eddsa-jcs-2022 @digitalbazaar/vc': dataIntegrity(bazaar, BazaarProof, ed25519, createSignCryptosuite, createVerifyCryptosuite),
  'ecdsa-rdfc-2019 @digitalbazaar/vc': dataIntegrity(bazaar, BazaarProof, p256, () => ecdsaRdfc, () => ecdsaRdfc),
  'vc+jwt jose': tokens('EdDSA', 'Ed25519'),
  'vc+jwt/ES256 jose': tokens('ES256', 'P-256'),
  'vc+jwt/RS256 jose': tokens('RS256', 'RSA'),
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
  const trial = task.suites[name.split(' ')[0]];
  if(!trial) {
    continue;
  }
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
  answer.holds[name] = await count(trial.signed);
  answer.refused[name] = trial.altered.length - await count(trial.altered);
  answer.signed[name] = [];
  for(const credential of task.credentials.slice(0, trial.signed.length)) {
    answer.signed[name].push(await sign(credential));
  }
  if(seconds > 0) {
    answer.rates[`${name} issue`] = await rate(sign, task.credentials);
    answer.rates[`${name} verify`] = await rate(verify, answer.signed[name]);
  }
}
writeFileSync(process.argv[3], JSON.stringify(answer));
