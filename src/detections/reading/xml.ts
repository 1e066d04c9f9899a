/** Label files that are XML. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { NotTaken } from '../found';
import { refuseDoubt } from '../formats/parts/doubt';

const XML = /<\?xml|<annotations?[\s>]/;

export function holdsXml(text: string): boolean {
	return XML.test(text);
}

/**
 * The XML of a label file as JSON: attributes and elements are keys, an element that is there several times is a list.
 * @throws NotTaken when it is not whole
 */
export function xmlIn(text: string): unknown {
	const start = text.search(XML);
	const end = text.lastIndexOf('>') + 1;
	const xml = text.slice(start, end);
	if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw new NotTaken('Label files have no document type.');
	const valid = XMLValidator.validate(xml);
	if (valid !== true)
		throw new NotTaken(
			`The XML is not whole: ${valid.err.msg} (line ${valid.err.line}). The text may be cut off.`,
		);
	refuseDoubt(`${text.slice(0, start)} ${text.slice(end)}`);
	const parser = new XMLParser({
		ignoreAttributes: false,
		attributeNamePrefix: '',
		parseAttributeValue: false,
		parseTagValue: false,
		ignoreDeclaration: true,
		trimValues: true,
	});
	return parser.parse(xml) as unknown;
}
