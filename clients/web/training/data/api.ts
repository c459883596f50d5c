import { createClient } from "@connectrpc/connect";
import { DocumentsService } from "../../gen/touchstone/v1/training_document_pb";
import { ImportsService } from "../../gen/touchstone/v1/training_import_pb";
import { TrainingService } from "../../gen/touchstone/v1/training_pb";
import { ProgressService } from "../../gen/touchstone/v1/training_progress_pb";
import { transport } from "../../lib/api";

/** Clients of the services of training. */
export const documents = createClient(DocumentsService, transport);
export const imports = createClient(ImportsService, transport);
export const progress = createClient(ProgressService, transport);
export const training = createClient(TrainingService, transport);
