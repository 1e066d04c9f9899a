/** Fields that name a storage item: by its own ID, or by the data unit it belongs to. */
import { shownWhen, type Field } from './form/field';
import { ADDRESS, namedLocator } from './form/locator';
import { choice } from './form/values';
import { dataUnitField, projectOfItemField, unitFields, type DataUnitRef } from './places';

export type StorageItemRef = DataUnitRef | { itemUuid: string };

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

const storageItem = namedLocator({
	displayName: 'Storage Item',
	name: 'storageItem',
	description: 'The file in Encord storage. The list shows the files of the project above.',
	searchListMethod: 'searchStorageItems',
	address: ADDRESS.storageItem,
	addressPlaceholder: 'https://app.encord.com/storage/…',
	named: { kind: 'storageItem', example: 'cat_01.jpg' },
});

/** The project field is always shown, because the list of storage items shows the files of that project. */
export const storageItemFields: Field<StorageItemRef> = {
	properties: [
		findBy.property,
		...projectOfItemField.properties,
		shownWhen(dataUnitField, { findBy: ['dataUnit'] }).property,
		shownWhen(storageItem, { findBy: ['storageItem'] }).property,
	],
	read: (form) =>
		findBy.read(form) === 'storageItem'
			? { itemUuid: storageItem.read(form) }
			: unitFields.read(form),
};
