/**
 * Drawn things, as SVG in a 100 × 100 box; they stand on y = 100. Each has an outline of its own, so that the toy model can tell
 * them apart by silhouette in every coat.
 */
import { cssColor, shade, type Rgb } from './palette';

export type Thing = 'cat' | 'dog' | 'bird' | 'fish' | 'car' | 'tree';

/** Coats differ from the shape colors, so that no animal is mistaken for a colored shape. */
export const coats: Record<Thing, readonly Rgb[]> = {
	cat: [
		[226, 160, 98],
		[104, 110, 122],
		[60, 56, 66],
		[176, 140, 120],
	],
	dog: [
		[128, 84, 52],
		[206, 172, 112],
		[84, 70, 64],
		[160, 132, 110],
	],
	bird: [
		[84, 150, 170],
		[190, 96, 108],
		[120, 128, 80],
	],
	fish: [
		[226, 132, 108],
		[92, 150, 176],
		[136, 132, 176],
	],
	car: [
		[104, 128, 152],
		[152, 92, 86],
		[96, 120, 104],
	],
	tree: [
		[96, 128, 84],
		[128, 140, 72],
		[150, 108, 80],
	],
};

export const things = Object.keys(coats) as Thing[];

interface Paint {
	/** Fill and outline of the coat, as attributes. */
	body: string;
	dark: string;
	light: string;
	line: string;
}

const eye = (x: number, y: number, size = 2.6) =>
	`<circle cx="${x}" cy="${y}" r="${size}" fill="#fff"/><circle cx="${x}" cy="${y}" r="${size * 0.6}" fill="#20242c"/>`;

const bodies: Record<Thing, (paint: Paint) => string> = {
	// Sitting, seen from the front: two pointed ears, the tail curling up on the right.
	cat: ({ body, dark, light, line }) => `
		<path d="M68 92 C96 96 98 66 86 54 C82 50 78 54 81 58 C88 68 84 80 66 80 Z" fill="${dark}" stroke="${line}"/>
		<path d="M50 46 C74 46 78 78 74 98 L26 98 C22 78 26 46 50 46 Z" ${body}/>
		<path d="M40 66 C44 62 56 62 60 66 L58 98 L42 98 Z" fill="${light}"/>
		<path d="M24 4 L40 18 C46 16 54 16 60 18 L76 4 L76 36 C76 52 64 58 50 58 C36 58 24 52 24 36 Z" ${body}/>
		<path d="M28 12 L37 20 L29 26 Z M72 12 L63 20 L71 26 Z" fill="${light}"/>
		<ellipse cx="50" cy="46" rx="11" ry="8" fill="${light}"/>${eye(39, 35, 4)}${eye(61, 35, 4)}
		<path d="M47 42 L53 42 L50 45.5 Z" fill="${line}"/>
		<path d="M50 45 Q46 50 43 47 M50 45 Q54 50 57 47" fill="none" stroke="${line}"/>`,
	// Standing in profile, looking left: long body on four legs, hanging ear, raised tail.
	dog: ({ body, dark, light, line }) => `
		<path d="M86 50 C92 44 96 34 98 26 C99 22 94 21 92 25 C89 33 84 40 80 46 Z" ${body}/>
		<path d="M42 70 L42 98 L51 98 L51 76 Z M80 66 L82 98 L91 98 L90 60 Z" fill="${dark}" stroke="${line}"/>
		<path d="M28 44 C40 48 76 44 86 50 C94 56 90 74 80 76 C66 79 48 79 38 76 C26 72 22 56 28 44 Z" ${body}/>
		<path d="M30 66 L30 98 L39 98 L40 74 Z M70 70 L70 98 L79 98 L80 68 Z" ${body}/>
		<path d="M14 26 C20 16 38 16 44 26 C48 36 46 54 34 56 C28 57 24 50 20 48 L6 46 C2 45 2 36 6 34 Z" ${body}/>
		<path d="M32 20 C42 18 48 30 46 44 C45 51 38 50 36 44 C34 36 28 26 32 20 Z" fill="${dark}" stroke="${line}"/>
		<ellipse cx="6" cy="37" rx="3.4" ry="2.8" fill="${line}"/>${eye(22, 30, 3)}
		<ellipse cx="58" cy="70" rx="18" ry="5" fill="${light}"/>`,
	// Perched, looking right: round body, beak, fanned tail, thin legs.
	bird: ({ body, dark, light, line }) => `
		<path d="M46 88 L44 98 M56 88 L58 98" stroke="${line}" stroke-width="3" fill="none"/>
		<path d="M30 62 L2 70 L4 82 L32 76 Z" fill="${dark}" stroke="${line}"/>
		<path d="M66 22 C84 22 88 42 80 56 C74 80 58 90 46 88 C28 88 20 68 30 56 C40 46 50 46 52 34 C54 26 60 22 66 22 Z" ${body}/>
		<path d="M84 34 L98 40 L84 46 Z" fill="#d9a441" stroke="${line}"/>
		<path d="M34 60 C46 50 62 56 62 70 C54 80 38 78 34 60 Z" fill="${light}" stroke="${line}"/>${eye(72, 36, 3.6)}`,
	// Swimming to the left: lens of a body, forked tail, two fins.
	fish: ({ body, dark, light, line }) => `
		<path d="M72 62 L98 42 L92 64 L98 86 Z" fill="${dark}" stroke="${line}"/>
		<path d="M36 46 C44 32 58 32 64 46 Z M44 80 C48 92 58 92 60 80 Z" fill="${dark}" stroke="${line}"/>
		<path d="M2 64 C18 38 54 36 78 62 C54 90 18 90 2 64 Z" ${body}/>
		<path d="M30 48 Q40 64 30 80" fill="none" stroke="${line}"/>
		<path d="M42 60 Q56 56 58 66 Q50 72 42 66 Z" fill="${light}"/>${eye(18, 58, 3.6)}`,
	car: ({ body, light, line }) => `
		<path d="M2 84 L4 66 L22 62 L34 44 L68 44 L82 62 L96 66 L98 84 Z" ${body}/>
		<path d="M28 61 L37 48 L49 48 L49 61 Z M53 48 L66 48 L75 61 L53 61 Z" fill="${light}" stroke="${line}"/>
		<circle cx="24" cy="85" r="12" fill="#30343c"/><circle cx="24" cy="85" r="5" fill="#c9ced6"/>
		<circle cx="76" cy="85" r="12" fill="#30343c"/><circle cx="76" cy="85" r="5" fill="#c9ced6"/>`,
	tree: ({ body, dark, line }) => `
		<path d="M44 60 L56 60 L58 98 L42 98 Z" fill="#7a6250" stroke="${line}"/>
		<path d="M50 4 L74 36 L64 36 L86 70 L14 70 L36 36 L26 36 Z" ${body}/>
		<path d="M50 4 L74 36 L64 36 L86 70 L50 70 Z" fill="${dark}" opacity="0.5"/>`,
};

/** SVG group of one thing, in its 100 × 100 box. */
export function drawThing(thing: Thing, coat: Rgb): string {
	const paint = {
		body: `fill="${cssColor(coat)}" stroke="${cssColor(shade(coat, -0.6))}"`,
		dark: cssColor(shade(coat, -0.22)),
		light: cssColor(shade(coat, 0.45)),
		line: cssColor(shade(coat, -0.6)),
	};
	return `<g stroke-width="1.4" stroke-linejoin="round" stroke-linecap="round">${bodies[thing](paint)}</g>`;
}
