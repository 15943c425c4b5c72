// OpenID providers for tests, on loopback only: as many as a test asks for, each on a port of its
// own. The protocol is `oidc-provider`, an OpenID-certified implementation; how to make it lie is ours.
//
// Prints its address on one line. POST options there to start a provider; the answer names its issuer.
// POST `{"seconds": N}` to `/clock` to move all their clocks. Ends when its standard input ends, however
// the tests that started it ended.
import './older_node.mjs';
import http from 'node:http';

const { TestProvider } = await import('./provider.mjs');

// The clock of this process, which tests may move.
let ahead = 0;
const { now } = Date;
Date.now = () => now() + ahead;

async function obey(path, wanted) {
  if (path === '/clock') ahead += wanted.seconds * 1000;
  else return { issuer: (await TestProvider.start(wanted)).issuer };
  return {};
}

const house = http.createServer(async (request, response) => {
  try {
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = JSON.stringify(await obey(request.url, JSON.parse(body)));
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  } catch (error) {
    response.writeHead(400).end(String(error.stack));
  }
});

house.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${house.address().port}`));
process.stdin.on('end', () => process.exit()).resume();
