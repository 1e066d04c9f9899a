/** What the first packets of a file tell about all of it. */
import { BitReader } from './bitReader';
import { NeedsFullDecode } from '../errors';
import type { NalFacts } from '../index/sampleTable';
import { avcUnits, nalSlice, startKindOf } from './startPoints';

/** Bytes of a packet that are enough to see what it begins with, the settings of an encoder in front included. */
export const startBytes = 4096;

/** Packets that are looked at: an encoder that reorders frames does so among the first ones. */
export const packetsToldBy = 8;

const slicesOfTwoDirections = new Set([1, 6]);

/** Whether a packet holds a picture between others, which are stored before it and of which one is shown after it. */
function looksBothWays(packet: Buffer, { lengthBytes }: NalFacts): boolean {
	for (const unit of avcUnits(packet, lengthBytes)) {
		if (((unit[0] ?? 0) & 31) !== nalSlice) continue;
		const bits = new BitReader(unit.subarray(1, 16));
		bits.golomb();
		return slicesOfTwoDirections.has(bits.golomb());
	}
	return false;
}

/**
 * Looks at the packet where the decoding of a whole file starts; `leads`: pictures that are shown before it follow it.
 * @throws NeedsFullDecode when what was cut away is missed: decoders do not show pictures that are not wholly renewed yet, and
 * lose some after those that look back to nothing, even where those are hidden.
 */
export function refuseUncleanStart(packet: Buffer, nal: NalFacts, leads = false): void {
	const kind = startKindOf(packet, nal);
	if (kind === 'refreshed') throw new NeedsFullDecode('it begins in the middle of a renewal');
	if (kind === 'oneBack' && leads)
		throw new NeedsFullDecode('its first pictures look back to what was cut away');
}

/** Notes what one of the first packets tells of the order of frames. */
export function learnOrder(packet: Buffer, nal: NalFacts): void {
	if (nal.codec === 'avc' && nal.reorders === 'perhaps' && looksBothWays(packet, nal))
		nal.reorders = 'yes';
}
