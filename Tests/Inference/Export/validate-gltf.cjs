// usage: node validate-gltf.cjs <folder of gltf-validator> <file>...  Prints one JSON array: a report per file.
const fs = require('fs');
const validator = require(process.argv[2]);

Promise.all(process.argv.slice(3).map(file => validator.validateBytes(new Uint8Array(fs.readFileSync(file)), { uri: file, maxIssues: 100 })))
  .then(reports => console.log(JSON.stringify(reports.map(report => report.issues))))
  .catch(error => { console.error(error); process.exit(1); });
