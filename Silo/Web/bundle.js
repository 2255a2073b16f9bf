// Bundles the viewer with the packages that it uses, and writes their licences beside it.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const OUTPUT = 'dist';

const { metafile } = await build({
  entryPoints: ['viewer/viewer.js'],
  outdir: OUTPUT,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

const packages = new Set(
  Object.keys(metafile.inputs)
    .map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1])
    .filter((name) => name !== undefined),
);
const notices = await Promise.all([...packages].sort().map(notice));
await writeFile(`${OUTPUT}/viewer-licences.txt`, `viewer.js contains these packages.\n\n${notices.join('\n\n')}`);

/** @param {string} name */
async function notice(name) {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (license !== 'MIT' || !file) throw new Error(`${name} ${version}: its licence (${license}) has not been looked at; see bundle.js.`);
  return `${name} ${version} (${license})\n\n${await readFile(`${folder}/${file}`, 'utf8')}`;
}
