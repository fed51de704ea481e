// Runs before start and test, under whatever Node the machine has, so it is plain JavaScript.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 15)) {
  console.error(
    `Phield needs Node 24.15 or later, this is ${process.versions.node}. ` +
      'Run "npm ci" (it brings a fitting Node along as an optional dependency) or install Node 24.',
  );
  process.exit(1);
}
