/** Runs npm commands from within an npm script. */

/** The npm command of this platform. */
export const npmCommand = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/**
 * The environment for npm commands that run in other folders. It leaves out what the surrounding `npm start` or `npm test` has
 * set (folder prefix, flags) and keeps the user's registry, proxy and certificates.
 */
export function npmEnvironment(extraPath?: string): NodeJS.ProcessEnv {
	const ofThisRun =
		/^(npm_(package|lifecycle|command|execpath|node_execpath)|npm_config_(local_prefix|prefix|ignore_scripts|global)|INIT_CWD)/i;
	const env = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !ofThisRun.test(name)),
	);
	if (extraPath !== undefined) env.PATH = `${extraPath}:${env.PATH ?? ''}`;
	return env;
}
