/** As label_round_trip, on the official client's own test blobs, some with spaces. */
import { defineKind } from '../kind';
import { runRoundTrip, type RoundTripExpectation, type RoundTripInput } from './label_round_trip';

export const kind = defineKind<RoundTripInput, RoundTripExpectation>({
	file: 'label_round_trip_sdk_blobs',
	run: ({ input, expected }, whole) => runRoundTrip(input, expected, whole),
});
