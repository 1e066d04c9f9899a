/** The sample table of an MP4 or MOV file that is not fragmented, and when it can be trusted (frames §2). */
import { MediaError, NeedsFullDecode } from '../errors';
import { at } from '../index/samples';
import { SampleTable } from '../index/sampleTable';
import { parseEditList } from './editList';
import { readSamples, usesSeveralDescriptions } from './sampleTables';
import { movieHeaderOf, type Mp4Track } from './videoTrack';

/**
 * H.264, HEVC, VP9, AV1, ProRes, DNxHD, Motion JPEG and PNG. Files of older codecs pack several pictures into a sample, contain
 * empty samples, or lose pictures whose references were cut away. Their index does not show that.
 */
const onePicturePerSample =
	/^(avc[1-4]|hvc1|hev1|dvh1|dvhe|vp09|av01|ap(co|cs|cn|ch|4h|4x)|AVd[nh]|jpeg|png )$/;

/**
 * Checks what a sample table and fragments have in common.
 * @throws NeedsFullDecode when samples may not be frames, MediaError `unsupportedFormat` when the track is encrypted.
 */
export function checkTrack({ stsd, description, stbl, track }: Mp4Track): void {
	if (description.codec === 'encv') {
		throw new MediaError(
			'unsupportedFormat',
			'The video is encrypted. Upload it without protection.',
		);
	}
	if (stsd.readUInt32BE(4) !== 1 && usesSeveralDescriptions(stbl))
		throw new NeedsFullDecode('its sample description changes in the middle');
	if (track.decoderConfig?.mayHoldFields)
		throw new NeedsFullDecode('its pictures may be stored as two fields each');
	if (!onePicturePerSample.test(description.codec))
		throw new NeedsFullDecode('its samples may not be one picture each');
}

/**
 * Reads the sample table and applies the edit list as ffmpeg does: samples outside of the shown part are no frames.
 * @throws NeedsFullDecode when the table does not tell which samples are frames, MediaError `damaged`.
 */
export function movieSampleTable(moov: Buffer, mp4Track: Mp4Track): SampleTable {
	checkTrack(mp4Track);
	const { trak, stbl, track, description } = mp4Track;
	const edits = parseEditList(trak);
	const shownParts = edits.filter(({ mediaTime }) => mediaTime !== -1);
	if (shownParts.length > 1 || edits.findIndex(({ mediaTime }) => mediaTime !== -1) > 1)
		throw new NeedsFullDecode('it shows several parts of the track');
	const samples = readSamples(stbl);
	const part = shownParts[0];
	if (!part) return new SampleTable(samples, track);
	const end = part.duration
		? part.mediaTime + Math.round((part.duration * track.timescale) / movieHeaderOf(moov).timescale)
		: Number.POSITIVE_INFINITY;
	const table = new SampleTable(samples, track, (sample) => {
		const pts = at(samples.pts, sample);
		return pts >= part.mediaTime && pts < end;
	});
	// ffmpeg marks the packets of hidden frames to be discarded, and some of its AV1 decoders lose that mark.
	if (table.count < samples.count && description.codec === 'av01')
		throw new NeedsFullDecode('it hides some of its frames');
	return table;
}
