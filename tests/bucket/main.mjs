// An S3 storage for tests, on loopback only: `s3rver`, which checks signatures as S3 does. Keeps
// everything in the folder of its first argument, with one bucket, and takes the port of its second
// (0: a free one). Prints its address; ends when its standard input ends, however the tests end.
import S3rver from 's3rver';

const [directory, port] = process.argv.slice(2);
const bucket = { name: 'parvis-files', configs: [] };
const storage = new S3rver({
  address: '127.0.0.1',
  port: Number(port),
  directory,
  silent: true,
  configureBuckets: [bucket],
});
const { port: taken } = await storage.run();
console.log(`http://127.0.0.1:${taken}`);
process.stdin.on('end', () => process.exit()).resume();
