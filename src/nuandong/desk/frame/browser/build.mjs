// node build.mjs OUT: bundle what the pages need into OUT, each file with its .gz and .br beside it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const out = process.argv[2];
const name = "echarts.nd.js";
await build({
  entryPoints: ["charts.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2019"],
  legalComments: "linked", // licences go to a file of their own beside the bundle
  define: { "process.env.NODE_ENV": '"production"' },
  outfile: join(out, name),
  logLevel: "warning",
});
const bundle = readFileSync(join(out, name));
const squeezed = { gz: gzipSync(bundle, { level: 9 }), br: brotliCompressSync(bundle) };
for (const [ending, bytes] of Object.entries(squeezed)) writeFileSync(join(out, `${name}.${ending}`), bytes);
console.log(`${name} ${bundle.length} bytes, gz ${squeezed.gz.length}, br ${squeezed.br.length}`);
