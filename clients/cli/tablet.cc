// `touchstone tablet`.
#include <memory>

#include "clients/cli/commands.h"
#include "clients/cli/noun.h"
#include "touchstone/v1/tablets.grpc.pb.h"

namespace touchstone::cli {
namespace {

using Stub = v1::TabletsService::Stub;

struct TabletInput {
  std::string event;
  std::string id;
};

const std::vector<Column>& TabletColumns() {
  static const auto* const columns =
      new std::vector<Column>{{"name", "编号", "id"},
                              {"label", "标签", "label"},
                              {"state", "状态", "state"},
                              {"fingerprint", "指纹", "fingerprint"},
                              {"paired_by", "配对人", "paired by"},
                              {"accepted_by", "确认人", "let in by"},
                              {"last_seen_time", "最近联系", "last seen"}};
  return *columns;
}

const std::vector<Column>& PairingColumns() {
  static const auto* const columns =
      new std::vector<Column>{{"secret", "配对码，接在裁判网页地址的 #pair= 后面",
                               "secret, behind #pair= of the address of the judge's app"},
                              {"pin", "PIN", "PIN"},
                              {"expire_time", "到期", "expires"}};
  return *columns;
}

template <class Request>
Request Named(const TabletInput& input) {
  Request request;
  request.set_name(FullName(FullName("events", input.event) + "/tablets", input.id));
  return request;
}

}  // namespace

void AddTabletCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("tablet", "平板 / tablets");
  command->require_subcommand(1);
  auto input = std::make_shared<TabletInput>();
  const auto add = [&](const char* name, const char* help, bool with_id, auto run) {
    CLI::App* sub = command->add_subcommand(name, help);
    sub->add_option("EVENT", input->event, "比赛 / event")->required();
    if (with_id) sub->add_option("ID", input->id, "编号 / id")->required();
    sub->callback([&context, run] {
      Run(context, [&](const Connection& connection) { return run(connection); });
    });
  };
  add("pairing", "配对一台平板 / pair a tablet", false, [&context, input](const Connection& c) {
    v1::CreatePairingRequest request;
    request.set_parent(FullName("events", input->event));
    return ShowOneOr(context, PairingColumns(), c.Call(&Stub::CreatePairing, request));
  });
  add("list", "列出 / list", false, [&context, input](const Connection& c) {
    v1::ListTabletsRequest request;
    request.set_parent(FullName("events", input->event));
    return ShowListOr(context, TabletColumns(), c.Call(&Stub::ListTablets, request));
  });
  add("accept", "由第二个人确认 / let in, by a second person", true,
      [&context, input](const Connection& c) {
        return ShowOneOr(context, TabletColumns(),
                         c.Call(&Stub::AcceptTablet, Named<v1::AcceptTabletRequest>(*input)));
      });
  add("revoke", "立即停用 / shut out at once", true, [&context, input](const Connection& c) {
    return ShowOneOr(context, TabletColumns(),
                     c.Call(&Stub::RevokeTablet, Named<v1::RevokeTabletRequest>(*input)));
  });
}

}  // namespace touchstone::cli
