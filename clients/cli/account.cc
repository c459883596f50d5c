// `touchstone account`.
#include <memory>
#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/message_fields.h"
#include "clients/cli/noun.h"
#include "services/common/errors.h"
#include "touchstone/v1/accounts.grpc.pb.h"

namespace touchstone::cli {
namespace {

using Stub = v1::AccountsService::Stub;

struct AccountInput {
  std::string login_name;
  std::string name;
  std::string role;
  std::string event;
  std::string judge;
  std::string company;
  std::string worker;
  bool take_away = false;
};

const std::vector<Column>& AccountColumns() {
  static const auto* const columns =
      new std::vector<Column>{{"login_name", "用户名", "login name"},
                              {"display_name", "姓名", "name"},
                              {"name", "编号", "id"},
                              {"has_password", "已设密码", "password set"},
                              {"disabled", "已停用", "disabled"},
                              {"create_time", "建于", "made"}};
  return *columns;
}

const std::vector<Column>& GrantColumns() {
  static const auto* const columns = new std::vector<Column>{{"role", "身份", "role"},
                                                             {"event", "比赛", "event"},
                                                             {"judge", "裁判", "judge"},
                                                             {"company", "单位", "company"}};
  return *columns;
}

void Show(Context& context, const v1::Account& account) {
  ShowOne(context, AccountColumns(), account);
  if (context.json || account.grants().empty()) return;
  v1::Account roles;  // ShowList() takes the only list of a message
  *roles.mutable_grants() = account.grants();
  ShowList(context, GrantColumns(), roles);
}

absl::StatusOr<v1::Grant> GrantOf(const AccountInput& input) {
  v1::Grant grant;
  if (absl::Status set = SetField(grant, "role", input.role); !set.ok()) return set;
  if (!input.event.empty()) grant.set_event(FullName("events", input.event));
  if (!input.judge.empty()) grant.set_judge(FullName(grant.event() + "/judges", input.judge));
  if (!input.company.empty()) grant.set_company(FullName("companies", input.company));
  if (!input.worker.empty()) grant.set_worker(FullName("workers", input.worker));
  return grant;
}

bool Same(const v1::Grant& a, const v1::Grant& b) {
  return a.role() == b.role() && a.event() == b.event() && a.judge() == b.judge() &&
         a.company() == b.company() && a.worker() == b.worker();
}

// RESOURCE_NOT_FOUND when nobody has the login name.
absl::StatusOr<v1::Account> FindAccount(const Connection& connection, const std::string& login) {
  auto all = connection.CallAllPages(&Stub::ListAccounts, v1::ListAccountsRequest());
  if (!all.ok()) return all.status();
  for (const v1::Account& account : all->accounts()) {
    if (account.login_name() == login) return account;
  }
  return MakeError(Reason::RESOURCE_NOT_FOUND);
}

absl::Status Update(const Connection& connection, const v1::Account& account,
                    const std::string& field, Context& context) {
  v1::UpdateAccountRequest request;
  *request.mutable_account() = account;
  request.mutable_update_mask()->add_paths(field);
  auto updated = connection.Call(&Stub::UpdateAccount, request);
  if (updated.ok()) Show(context, *updated);
  return updated.status();
}

absl::Status Create(const Connection& connection, const AccountInput& input, Context& context) {
  v1::CreateAccountRequest request;
  request.mutable_account()->set_login_name(input.login_name);
  request.mutable_account()->set_display_name(input.name);
  if (!input.role.empty()) {
    auto grant = GrantOf(input);
    if (!grant.ok()) return grant.status();
    *request.mutable_account()->add_grants() = *std::move(grant);
  }
  auto made = connection.Call(&Stub::CreateAccount, request);
  if (made.ok()) Show(context, *made);
  return made.status();
}

absl::Status Invite(const Connection& connection, const AccountInput& input, Context& context) {
  auto account = FindAccount(connection, input.login_name);
  if (!account.ok()) return account.status();
  v1::InviteAccountRequest request;
  request.set_name(account->name());
  static const std::vector<Column> kColumns{
      {"secret", "一次性密钥，接在网页地址的 #invite= 后面",
       "one-time secret, behind #invite= of the desk's address"},
      {"expire_time", "到期", "expires"}};
  return ShowOneOr(context, kColumns, connection.Call(&Stub::InviteAccount, request));
}

absl::Status Disable(const Connection& connection, const AccountInput& input, Context& context) {
  auto account = FindAccount(connection, input.login_name);
  if (!account.ok()) return account.status();
  account->set_disabled(!input.take_away);
  return Update(connection, *account, "disabled", context);
}

absl::Status ChangeGrants(const Connection& connection, const AccountInput& input,
                          Context& context) {
  auto account = FindAccount(connection, input.login_name);
  if (!account.ok()) return account.status();
  auto grant = GrantOf(input);
  if (!grant.ok()) return grant.status();
  v1::Account changed = *account;
  changed.clear_grants();
  for (const v1::Grant& each : account->grants()) {
    if (!Same(each, *grant)) *changed.add_grants() = each;
  }
  if (!input.take_away) *changed.add_grants() = *grant;
  return Update(connection, changed, "grants", context);
}

void AddGrantInput(CLI::App& command, std::shared_ptr<AccountInput> input, bool required) {
  command.add_option("--role", input->role, "organiser|chief-judge|judge|desk|auditor|public|…")
      ->required(required);
  command.add_option("--event", input->event, "比赛 / event");
  command.add_option("--judge", input->judge, "裁判编号 / id of the judge");
  command.add_option("--company", input->company, "单位编号 / id of the company");
  command.add_option("--worker", input->worker, "工人编号 / id of the worker");
}

}  // namespace

void AddAccountCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("account", "登录账号 / accounts of people");
  command->require_subcommand(1);
  auto input = std::make_shared<AccountInput>();
  const auto add = [&](const char* name, const char* help, auto run) {
    CLI::App* sub = command->add_subcommand(name, help);
    sub->add_option("LOGIN_NAME", input->login_name, "用户名 / login name")->required();
    sub->callback([&context, input, run] {
      Run(context, [&](const Connection& connection) { return run(connection, *input, context); });
    });
    return sub;
  };
  CLI::App* create = add("create", "新建，没有密码 / create, without a password", Create);
  create->add_option("--name", input->name, "姓名 / name")->required();
  AddGrantInput(*create, input, false);
  add("invite", "发一次性邀请 / make a one-time invitation", Invite);
  add("disable", "立即停用 / disable at once", Disable)
      ->add_flag("--undo", input->take_away, "恢复 / enable again");
  CLI::App* grant = add("grant", "给予身份 / give a role", ChangeGrants);
  AddGrantInput(*grant, input, true);
  grant->add_flag("--remove", input->take_away, "收回 / take it away");
  command->add_subcommand("list", "列出 / list")->callback([&context] {
    Run(context, [&](const Connection& connection) {
      return ShowListOr(context, AccountColumns(),
                        connection.CallAllPages(&Stub::ListAccounts, v1::ListAccountsRequest()));
    });
  });
}

}  // namespace touchstone::cli
