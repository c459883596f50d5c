#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/message_fields.h"
#include "clients/cli/noun.h"
#include "services/common/secret_file.h"
#include "touchstone/v1/identity.grpc.pb.h"

namespace touchstone::cli {
namespace {

using Stub = v1::IdentityService::Stub;

struct TokenInput {
  std::string role;
  std::string event;
  std::string judge;
  std::string company;
  std::string worker;
  std::string expires;
  std::string name;
  std::string out;  // file for the secret
};

const std::vector<Column>& TokenColumns() {
  static const auto* const columns = new std::vector<Column>{{"name", "编号", "id"},
                                                             {"role", "身份", "role"},
                                                             {"event", "比赛", "event"},
                                                             {"judge", "裁判", "judge"},
                                                             {"company", "单位", "company"},
                                                             {"display_name", "用途", "for"},
                                                             {"expire_time", "到期", "expires"},
                                                             {"revoke_time", "撤销于", "revoked"}};
  return *columns;
}

absl::Status Create(const Connection& connection, const TokenInput& input, Context& context) {
  v1::CreateTokenRequest request;
  v1::Token& token = *request.mutable_token();
  if (absl::Status set = SetField(token, "role", input.role); !set.ok()) return set;
  if (!input.event.empty()) token.set_event(FullName("events", input.event));
  if (!input.judge.empty()) token.set_judge(FullName(token.event() + "/judges", input.judge));
  if (!input.company.empty()) token.set_company(FullName("companies", input.company));
  if (!input.worker.empty()) token.set_worker(FullName("workers", input.worker));
  token.set_display_name(input.name);
  if (!input.expires.empty()) {
    if (absl::Status set = SetField(token, "expire_time", input.expires); !set.ok()) return set;
  }
  auto made = connection.Call(&Stub::CreateToken, request);
  if (!made.ok()) return made.status();
  if (!input.out.empty()) {
    if (absl::Status written = WriteSecretFile(input.out, made->secret() + "\n"); !written.ok()) {
      return written;
    }
    made->clear_secret();
  }
  if (context.json) {
    context.out << ToJson(*made);
    return absl::OkStatus();
  }
  ShowOne(context, TokenColumns(), made->token());
  if (made->secret().empty()) return absl::OkStatus();
  context.out << context.Say("令牌，只显示这一次：", "The secret, shown this once: ")
              << made->secret() << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddTokenCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("token", "登录令牌 / tokens");
  command->require_subcommand(1);

  auto input = std::make_shared<TokenInput>();
  CLI::App* create = command->add_subcommand("create", "新建 / create");
  create->add_option("--role", input->role, "organiser|chief-judge|judge|desk|auditor|public|…")
      ->required();
  create->add_option("--event", input->event, "比赛 / event");
  create->add_option("--judge", input->judge, "裁判编号 / id of the judge");
  create->add_option("--company", input->company, "单位编号 / id of the company");
  create->add_option("--worker", input->worker, "工人编号 / id of the worker");
  create->add_option("--name", input->name, "用途 / what it is for");
  create->add_option("--expires", input->expires, "到期时间 2026-05-18T18:00:00+08:00 / end");
  create->add_option("--out", input->out, "把令牌写入文件 / file for the secret");
  create->callback([&context, input] {
    Run(context, [&](const Connection& connection) { return Create(connection, *input, context); });
  });

  command->add_subcommand("list", "列出 / list")->callback([&context] {
    Run(context, [&](const Connection& connection) {
      return ShowListOr(context, TokenColumns(),
                        connection.CallAllPages(&Stub::ListTokens, v1::ListTokensRequest()));
    });
  });

  auto id = std::make_shared<std::string>();
  CLI::App* revoke = command->add_subcommand("revoke", "立即撤销 / end at once");
  revoke->add_option("ID", *id, "编号 / id")->required();
  revoke->callback([&context, id] {
    Run(context, [&](const Connection& connection) {
      v1::RevokeTokenRequest request;
      request.set_name(FullName("tokens", *id));
      return ShowOneOr(context, TokenColumns(), connection.Call(&Stub::RevokeToken, request));
    });
  });

  command->add_subcommand("whoami", "我是谁 / who am I")->callback([&context] {
    Run(context, [&](const Connection& connection) {
      return ShowOneOr(context, TokenColumns(),
                       connection.Call(&Stub::WhoAmI, v1::WhoAmIRequest()));
    });
  });
}

}  // namespace touchstone::cli
