/** `npm run build`: compiles the nodes into `dist/`. */
import { build } from './compile/build';

build().catch((error: Error) => {
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
});
