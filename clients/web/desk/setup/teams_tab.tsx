import { events } from "../../lib/api";
import { catalogue } from "../../lib/language";
import { list } from "../data/lists";
import { useLoaded } from "../../lib/loaded";
import { byName, newId } from "../../lib/names";
import { useEvent } from "../data/this_event";
import { words } from "../../ui/labels";
import { companyOptions } from "./options";
import { ResourceTab } from "./resource_tab";

const texts = catalogue(
  { title: "队伍", add: "新增队伍", members: "人数" },
  { title: "Teams", add: "Add team", members: "Members" },
);

async function read(parent: string) {
  const [teams, companies, entrants] = await Promise.all([
    list.teams(parent),
    list.companies(),
    list.entrants(parent),
  ]);
  return { teams, companies, entrants, companyOf: byName(companies) };
}

/** Teams of the event. */
export function TeamsTab() {
  const t = texts.value;
  const parent = useEvent().event.name;
  const loaded = useLoaded(parent, () => read(parent));
  const members = (team: string) => loaded.value?.entrants.filter((one) => one.team === team).length ?? 0;
  return (
    <ResourceTab
      title={t.title}
      loaded={loaded}
      rows={loaded.value?.teams}
      sortBy="name"
      columns={[
        { key: "name", title: words.value.name, text: (row) => row.displayName },
        {
          key: "company",
          title: words.value.company,
          text: (row) => loaded.value?.companyOf.get(row.company)?.displayName ?? "",
        },
        { key: "members", title: t.members, text: (row) => String(members(row.name)), number: true },
      ]}
      addLabel={t.add}
      fields={() => [
        { key: "name", label: words.value.name, required: true, maxLength: 200 },
        {
          key: "company",
          label: words.value.company,
          kind: "choice",
          options: companyOptions(loaded.value?.companies ?? []),
        },
      ]}
      valuesOf={(row) => ({ name: row.displayName, company: row.company })}
      save={({ name = "", company = "" }, row) =>
        row
          ? events.updateTeam({ team: { ...row, displayName: name, company }, requestId: newId() })
          : events.createTeam({ parent, team: { displayName: name, company }, requestId: newId() })
      }
    />
  );
}
