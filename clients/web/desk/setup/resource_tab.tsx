import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Loaded } from "../../lib/loaded";
import { FormDialog, type Field, type Values } from "../../ui/form";
import { FailureNotice } from "../../ui/notice";
import { Table, type Column } from "../../ui/table";
import { words } from "../../ui/labels";

interface ResourceTabProps<T> {
  title: string;
  loaded: Loaded<unknown>;
  /** Undefined: not read yet. */
  rows: readonly T[] | undefined;
  columns: Column<T>[];
  sortBy: string;
  addLabel: string;
  /** The fields of the form; `row` is what is changed, undefined: a new one. */
  fields: (row: T | undefined) => Field[];
  valuesOf: (row: T) => Values;
  /** Writes it; what it throws is shown in the form. */
  save: (values: Values, row: T | undefined) => Promise<unknown>;
  tools?: ComponentChildren;
  actions?: (row: T) => ComponentChildren;
}

/** A table of one kind of resource, with a dialog to add one and to change one. */
export function ResourceTab<T extends { name: string }>(props: ResourceTabProps<T>) {
  const { title, loaded, rows, columns, sortBy, addLabel, fields, valuesOf, save, tools, actions } = props;
  const [open, setOpen] = useState<{ row: T | undefined }>();
  return (
    <>
      <FailureNotice failure={loaded.failure} retry={loaded.reload} />
      {!rows && !loaded.failure && <p class="quiet">{words.value.loading}</p>}
      {rows && (
        <Table
          caption={title}
          rows={rows}
          columns={columns}
          sortBy={sortBy}
          keyOf={(row) => row.name}
          tools={
            <>
              {tools}
              <button class="primary" onClick={() => setOpen({ row: undefined })}>
                {addLabel}
              </button>
            </>
          }
          actions={(row) => (
            <>
              {actions?.(row)}
              <button onClick={() => setOpen({ row })}>{words.value.edit}</button>
            </>
          )}
        />
      )}
      {open && (
        <FormDialog
          title={open.row ? words.value.edit : addLabel}
          fields={fields(open.row)}
          start={open.row ? valuesOf(open.row) : {}}
          submit={words.value.save}
          onSubmit={async (values) => {
            try {
              await save(values, open.row);
            } finally {
              // Also when it was refused: somebody else may have changed it, and it is opened anew.
              await loaded.reload();
            }
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}
