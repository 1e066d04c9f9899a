/** Units of measurement, as far as they are needed to see that an answer contradicts the unit in its question's title. */

/** A unit: what it measures, and how many of the base unit it is. Units of no factor convert to nothing but themselves. */
export interface Unit {
	measures: string;
	factor?: number;
}

const UNITS = new Map<string, Unit>();

function define(measures: string, units: { [names: string]: number | undefined }): void {
	for (const [names, factor] of Object.entries(units))
		for (const name of names.split(' '))
			UNITS.set(
				name,
				factor === undefined ? { measures: `${measures} ${names}` } : { measures, factor },
			);
}

define('length', {
	'm meter meters metre metres': 1,
	'mm millimeter millimeters millimetre millimetres': 1e-3,
	'cm centimeter centimeters centimetre centimetres': 1e-2,
	'dm decimeter decimeters decimetre decimetres': 1e-1,
	'km kilometer kilometers kilometre kilometres': 1e3,
	'µm μm um micron microns micrometer micrometers micrometre micrometres': 1e-6,
	'nm nanometer nanometers nanometre nanometres': 1e-9,
	'inch inches': 0.0254,
	'ft foot feet': 0.3048,
	'yd yard yards': 0.9144,
	'mi mile miles': 1609.344,
});
define('mass', {
	'kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes': 1,
	'g gram grams gramme grammes': 1e-3,
	'mg milligram milligrams': 1e-6,
	't tonne tonnes': 1e3,
	'lb lbs pound pounds': 0.45359237,
	'oz ounce ounces': 0.028349523125,
});
define('time', {
	's sec secs second seconds': 1,
	'ms millisecond milliseconds': 1e-3,
	'min mins minute minutes': 60,
	'h hr hrs hour hours': 3600,
	'd day days': 86400,
	'week weeks': 604800,
	'month months': undefined,
	'year years yr yrs': undefined,
});
define('volume', {
	'l liter liters litre litres': 1,
	'ml milliliter milliliters millilitre millilitres': 1e-3,
	'cl centiliter centiliters centilitre centilitres': 1e-2,
	'm³ m3': 1e3,
	'gal gallon gallons': undefined,
});
define('area', {
	'm² m2 sqm': 1,
	'cm² cm2': 1e-4,
	'mm² mm2': 1e-6,
	'km² km2': 1e6,
	'ha hectare hectares': 1e4,
	'ft² sqft acre acres': undefined,
});
define('speed', { 'km/h kmh kph kmph': 1 / 3.6, 'm/s': 1, mph: 0.44704, 'kn kt knots': undefined });
define('angle', { '° deg degree degrees': undefined, 'rad radian radians': undefined });
define('temperature', { '°c celsius': undefined, '°f fahrenheit': undefined, kelvin: undefined });
define('share', { '% percent pct': undefined, '‰ permille': undefined, ppm: undefined });
define('torque', {
	'nm-torque': 1,
	'n·m n⋅m n-m newton-meter newton-meters newton-metre': 1,
	'lb-ft ft-lb ftlb lbft lb·ft ft·lb lbf·ft pound-feet foot-pounds': undefined,
});
define('power', {
	'kw kilowatt kilowatts': 1e3,
	'w watt watts': 1,
	'mw megawatt': 1e6,
	'hp horsepower ps': undefined,
});
define('electric', {
	'v volt volts': undefined,
	kv: undefined,
	'a amp amps ampere amperes': undefined,
	ma: undefined,
	'ω ohm ohms': undefined,
	kwh: undefined,
	wh: undefined,
	hz: undefined,
	khz: undefined,
	mhz: undefined,
});
define('pressure', {
	'bar bars': 1e5,
	'pa pascal': 1,
	kpa: 1e3,
	mpa: 1e6,
	psi: undefined,
	mmhg: undefined,
});
define('pixels', { 'px pixel pixels': undefined });
define('money', {
	'€ eur euro euros': undefined,
	'$ usd us$ dollar dollars': undefined,
	'£ gbp quid': undefined,
	'¥ jpy yen': undefined,
	'cny rmb yuan': undefined,
	chf: undefined,
	'inr ₹ rupee rupees': undefined,
	'krw ₩': undefined,
	'cent cents ct': undefined,
});

/** The unit of this name. `Nm` is a torque, `nm` a length. */
export function unitNamed(name: string): Unit | undefined {
	if (name === 'Nm' || name === 'N m') return UNITS.get('nm-torque');
	if (name === 'MW') return UNITS.get('mw');
	// A million or a thousandth: only MW and mW, and MPa, are clear.
	if (/^(?:[mM]w|mPa)$/.test(name)) return undefined;
	// Mg and Mm are a million grams and meters, or milligrams and millimeters written large.
	if (/^M[gmsl]$/.test(name)) return undefined;
	if (name === 'mW') return { measures: 'power', factor: 1e-3 };
	return UNITS.get(name.normalize('NFC').toLowerCase().replace(/\.$/, ''));
}

/** One spelling for units of several words and with digits: `m2`, `m^2` and `square meters` are `m²`, `degrees C` is `°C`. */
export function unitsSpelledOut(text: string): string {
	return text
		.replace(/℃/g, '°C')
		.replace(/℉/g, '°F')
		.replace(/º/g, '°')
		.replace(/㎡/g, 'm²')
		.replace(
			/(?:degrees?|deg\.?|°)\s*(c|f|celsius|fahrenheit)(?![\p{L}])/giu,
			(_, scale: string) => (/^c/i.test(scale) ? '°C' : '°F'),
		)
		.replace(/(?<=\d\s?)([cdkm]?m)\^?([23])(?![\p{L}\p{N}])/gu, (_, unit: string, power) =>
			power === '2' ? `${unit}²` : `${unit}³`,
		)
		.replace(/(?:square|sq\.?)\s*(?:m|meters?|metres?)(?![\p{L}])/giu, 'm²');
}

/** Titles have a word that is the name of a unit by chance, such as "min" or "a"; letters alone count at the end or in brackets. */
export function unitOfTitle(title: string): Unit | undefined {
	const bracketed = /[([{]\s*(?:in\s+)?([^()[\]{}]+?)\s*[)\]}]\s*$/.exec(title)?.[1];
	const named = bracketed === undefined ? undefined : unitNamed(bracketed);
	if (named !== undefined) return named;
	const words = title.trim().split(/[\s_,]+/);
	const last = words.at(-1) ?? '';
	return words.length > 1 ? unitNamed(last) : undefined;
}

/** The number in another unit of the same kind. Undefined when it cannot be converted. */
export function converted(number: number, from: Unit, to: Unit): number | undefined {
	if (from.measures !== to.measures) return undefined;
	if (from.factor === to.factor) return number;
	if (from.factor === undefined || to.factor === undefined) return undefined;
	return Number(((number * from.factor) / to.factor).toPrecision(12));
}
