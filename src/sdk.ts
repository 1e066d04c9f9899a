/**
 * The public API of `n8n-nodes-encord/sdk`: calls of Encord's API, edits of label rows, exact video frames, schemas for language
 * models. It does not need n8n.
 *
 *     const client = createEncordClient({ key: parsePrivateKey(text), apiUrl: REGIONS.eu.apiUrl, send: fetchSend });
 *     const { editorOntology } = await client.getProject(projectHash);
 *     await editLabelRows(client, projectHash, [{ dataHash, edits: [{ kind: 'setClassification', … }] }], {
 *       ontology: indexOntology(editorOntology),
 *     });
 */
export { parsePrivateKey, type EncordKey } from './encord/auth/key';
export { createEncordClient, type EncordClient } from './encord/client';
export type { ClientOptions } from './encord/http/options';
export * from './encord/wire/errors';
export type { EncordJson, LabelRowJson } from './encord/wire/json';
export type { OntologyJson } from './encord/wire/ontologyJson';
export { REGIONS } from './encord/wire/regions';
export type { HttpRequest, HttpResponse, HttpSend } from './encord/wire/send';
export { fetchSend } from './fetchSend';

export { applyEdits } from './labels/edits/apply';
export type { Edit } from './labels/edits/edit';
export { indexOntology, type OntologyIndex } from './labels/ontology/ontology';
export { tidyLabelRow } from './labels/reading/tidy';
export { editLabelRows } from './labels/saving/saving';
export { detectionEdits } from './detections/detections';

export { modelSchemas, type ModelSchema, type SchemaOptions } from './llm/schema/modelSchema';
export type { SchemaAnswers } from './llm/schema/parts/part';
export type { SelectionInput } from './llm/schema/selection';

export { MediaError } from './media/errors';
export { openMedia } from './media/openMedia';
export type { Media, MediaOptions, MediaSource } from './media/contract';
