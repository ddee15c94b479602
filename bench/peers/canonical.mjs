// Canonical N-Quads by npm's jsonld and rdf-canonize: node canonical.mjs TASK ANSWER
// The task holds contexts and documents; the answer has, for each document, its N-Quads or why there are none.
import {readFileSync, writeFileSync} from 'node:fs';
import jsonld from 'jsonld';

const {contexts, documents} = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const documentLoader = async url => {
  if(!(url in contexts)) {
    throw new Error(`not at hand: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: contexts[url], tag: 'static'};
};
const options = {algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: true, maxWorkFactor: 3, documentLoader};

const results = [];
for(const document of documents) {
  try {
    results.push({nquads: await jsonld.canonize(document, options)});
  } catch(error) {
    const cause = error.details?.event?.code ?? error.details?.code ?? error.code ?? error.message;
    results.push({refused: String(cause), details: JSON.stringify(error.details?.event?.details ?? {}).slice(0, 300)});
  }
}
writeFileSync(process.argv[3], JSON.stringify({node: process.version, results}));
