// Verifies credentials with @digitalbazaar/vc, without a network. Reads {"documents": {address: document}, "credentials": [...], "now": date}
// from standard input, writes a list of {"verified": boolean, "error": text} to standard output, one for each credential.
// The library reads the status list and leaves it to its caller to refuse a credential whose bit is set.
import {readFileSync} from 'node:fs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';

const {documents, credentials, now} = JSON.parse(readFileSync(0, 'utf8'));

async function documentLoader(url) {
  if(!(url in documents)) {
    throw new Error(`The verifier asked for ${url}, which it was not given.`);
  }
  return {contextUrl: null, documentUrl: url, document: documents[url]};
}

function said(error) {
  const all = [error, error?.cause, ...(error?.errors ?? [])].filter(Boolean);
  return all.map(one => `${one.message ?? one} ${JSON.stringify(one.details ?? {})}`).join('; ');
}

const answers = [];
for(const credential of credentials) {
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await vc.verifyCredential({credential, suite, documentLoader, checkStatus, now: new Date(now)});
  const revoked = (result.statusResult?.results ?? []).some(one => one.status);
  answers.push({verified: result.verified && !revoked, error: revoked ? 'revoked' : said(result.error)});
}
process.stdout.write(JSON.stringify(answers));
