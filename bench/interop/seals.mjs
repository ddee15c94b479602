// The other side of the trial in seals.py: npm's jose verifies our seals and signs with our keys.
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { GeneralSign, generalVerify } from 'jose';

const input = JSON.parse(await new Promise((resolve) => {
  let text = '';
  process.stdin.on('data', (part) => { text += part; }).on('end', () => resolve(text));
}));

const understood = { crit: { sigT: true, adoTst: true } };
const verify = async ({ sealed, key }) => {
  try {
    await generalVerify(JSON.parse(sealed), createPublicKey(key), understood);
    return true;
  } catch (error) {
    return String(error.code ?? error);
  }
};

const sign = async ({ payload, header, key }) => {
  const signing = new GeneralSign(new TextEncoder().encode(payload));
  signing.addSignature(createPrivateKey(key), understood).setProtectedHeader(header);
  const { signatures } = await signing.sign();
  return JSON.stringify({ payload, signatures });
};

console.log(JSON.stringify({
  verified: await Promise.all(input.verify.map(verify)),
  signed: await Promise.all(input.sign.map(sign)),
}));
