/** How a storage item is found: the file behind a data unit, or the item itself. */
import { shownFor, type Field } from './form/field';
import { ADDRESS, uuidLocator } from './form/locator';
import { choice } from './form/values';
import { dataUnitField, projectOfItemField, unitFields, type UnitAsk } from './places';

export type StorageItemAsk = UnitAsk | { itemUuid: string };

const findBy = choice({
	displayName: 'Find By',
	name: 'findBy',
	type: 'options',
	default: 'dataUnit',
	description: 'Which ID leads to the file',
	options: [
		{
			name: 'Data Unit',
			value: 'dataUnit',
			description: 'The file in storage behind a data unit of a project',
		},
		{
			name: 'Storage Item',
			value: 'storageItem',
			description: 'The file in Encord storage itself',
		},
	],
});

const storageItem = uuidLocator({
	displayName: 'Storage Item',
	name: 'storageItem',
	description: 'The file in Encord storage. The list shows the files of the project above.',
	searchListMethod: 'searchStorageItems',
	address: ADDRESS.storageItem,
	addressPlaceholder: 'https://app.encord.com/storage/…',
});

/** The project is shown for both ways: the list of storage items is that of its files. */
export const storageItemFields: Field<StorageItemAsk> = {
	properties: [
		findBy.property,
		projectOfItemField.property,
		shownFor(dataUnitField, { findBy: ['dataUnit'] }).property,
		shownFor(storageItem, { findBy: ['storageItem'] }).property,
	],
	read: (form) =>
		findBy.read(form) === 'storageItem'
			? { itemUuid: storageItem.read(form) }
			: unitFields.read(form),
};
