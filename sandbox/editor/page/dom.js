/** Makes elements from plain values. Text stays text: nothing from the network is parsed as HTML. */

/**
 * @param {string} tag `div`, `button.primary` …
 * @param {object} [attributes] `on…` functions become listeners, `style` is an object; false and null are left out
 * @param {...(Node|string|number|null|false|undefined|Array)} children
 */
export function h(tag, attributes = {}, ...children) {
	const [name, ...classes] = tag.split('.');
	return fill(document.createElement(name), classes, attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
	return fill(
		document.createElementNS('http://www.w3.org/2000/svg', tag),
		[],
		attributes,
		children,
	);
}

function fill(element, classes, attributes, children) {
	if (classes.length > 0) element.classList.add(...classes);
	for (const [key, value] of Object.entries(attributes)) {
		if (value === null || value === undefined || value === false) continue;
		if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
		else if (key === 'style')
			for (const [property, setting] of Object.entries(value))
				element.style.setProperty(property, setting);
		else element.setAttribute(key, value === true ? '' : String(value));
	}
	element.append(
		...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false),
	);
	return element;
}

/** Replaces all children. */
export function show(element, ...children) {
	element.replaceChildren(
		...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false),
	);
}

/** Shows the path to this page at the top. */
export function showTrail(...steps) {
	show(
		document.getElementById('trail'),
		steps.map(({ text, href }) => h('span.step', {}, href ? h('a', { href }, text) : text)),
	);
	document.title = [...steps.map(({ text }) => text).reverse(), 'Label Editor'].join(' · ');
}
